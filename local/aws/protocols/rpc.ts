import { AwsError } from '../errors.ts';
import type { RpcOperation, Service } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import { isStructure } from './values.ts';

/**
 * Finds an operation of a JSON, CBOR or query service by its name.
 *
 * @throws {AwsError} `NotImplemented` 501
 */
export function findRpcOperation(service: Service, name: string): RpcOperation {
  const operation = service.operations.find((candidate) => candidate.name === name);
  if (operation?.kind !== 'rpc') {
    throw notImplemented(`${service.signingName}:${name}`);
  }
  return operation;
}

/**
 * Decodes an operation's input.
 *
 * @throws {AwsError} `SerializationException` 400 when it cannot be read or is not an object
 */
export function decodeInput(
  body: Buffer,
  decode: (body: Buffer) => unknown,
): Record<string, unknown> {
  if (body.length === 0) {
    return {};
  }
  const value = decodeOrRefuse(body, decode);
  if (!isStructure(value)) {
    throw new AwsError('SerializationException', 400, 'The request body is not an object.');
  }
  return value;
}

function decodeOrRefuse(body: Buffer, decode: (body: Buffer) => unknown): unknown {
  try {
    return decode(body);
  } catch {
    throw new AwsError('SerializationException', 400, 'The request body cannot be parsed.');
  }
}

/** The header by which query-compatible services tell a client the older error code. */
export function queryErrorHeader(error: AwsError, queryMode: boolean): Record<string, string> {
  const fault = error.status < 500 ? 'Sender' : 'Receiver';
  return queryMode ? { 'x-amzn-query-error': `${error.code};${fault}` } : {};
}
