import { cbor, dateToTag, tagSymbol } from '@smithy/core/cbor';

import type { Protocol } from './protocol.ts';
import { decodeInput, findRpcOperation, queryErrorHeader } from './rpc.ts';
import { encodeValues, isStructure } from './values.ts';

const responseHeaders = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/**
 * Smithy RPC v2 CBOR: the operation in the path, `/service/NAME/operation/PutMetricData`, times as
 * CBOR tag 1.
 */
export const rpcV2Cbor: Protocol = {
  match(request, service) {
    const operation = findRpcOperation(service, operationName(request.rawPath));
    const input = decodeInput(request.body, (body) => fromTags(cbor.deserialize(body)));
    return {
      operation: operation.name,
      writes: operation.writes,
      async run(region) {
        const output = await operation.run(input, region);
        return { status: 200, headers: responseHeaders, body: encode(output) };
      },
    };
  },
  encodeError(error, { queryMode }) {
    return {
      status: error.status,
      headers: { ...responseHeaders, ...queryErrorHeader(error, queryMode), ...error.headers },
      body: encode({ __type: error.code, message: error.message, ...error.members }),
    };
  },
};

function operationName(rawPath: string): string {
  return rawPath.slice(rawPath.lastIndexOf('/') + 1);
}

function encode(output: unknown): Buffer {
  const value = encodeValues(output, (leaf) => (leaf instanceof Date ? dateToTag(leaf) : leaf));
  return Buffer.from(cbor.serialize(value));
}

/** Epoch tags to Dates; CBOR's 64-bit integers to numbers where they fit. */
function fromTags(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (Array.isArray(value)) {
    return value.map(fromTags);
  }
  if (!isStructure(value)) {
    return value;
  }
  if (tagSymbol in value) {
    return typeof value.value === 'number' ? new Date(value.value * 1000) : value.value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, fromTags(member)]),
  );
}
