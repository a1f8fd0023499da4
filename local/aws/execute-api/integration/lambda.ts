import type { EndpointResponse, RoutedExchange } from '../exchange.ts';
import { configurationError, NotImplemented } from '../gateway-fault.ts';
import { logMap } from '../logging/execution-log.ts';
import { mapRequestParameters, requestOverrides } from '../parameter-mapping.ts';
import { endpointUrl, invokeLambda, queueLambda } from './invoke.ts';
import { resolveLambda } from './lambda-uri.ts';
import { buildRequestBody } from './request-body.ts';

/** The `AWS` integration of a Lambda function: what templates make of the request goes in. */
export async function callLambda(exchange: RoutedExchange): Promise<EndpointResponse> {
  const { log } = exchange;
  const mapped = mapRequestParameters(exchange);
  const body = buildRequestBody(exchange);
  const header = { ...mapped.header, ...requestOverrides(exchange, 'header') };
  const target = resolveLambda(exchange, { ...mapped.path, ...requestOverrides(exchange, 'path') });
  refuseReserved(header);
  const isEvent = isAsynchronous(header);
  log.info(() => `Endpoint request URI: ${endpointUrl(exchange, target)}`);
  log.trace(() => `Endpoint request headers: ${logMap(Object.entries(header))}`);
  log.trace(() => `Endpoint request body after transformations: ${body.toString('utf8')}`);
  const payload = body.length === 0 ? Buffer.from('{}') : body;
  if (isEvent) {
    const requestId = await queueLambda(exchange, target, payload);
    exchange.context.integration = { requestId, status: 202 };
    const answered: [string, string][] = [['X-Amzn-Requestid', requestId]];
    return { status: 202, headers: answered, body: Buffer.alloc(0), selector: undefined };
  }
  const invocation = await invokeLambda(exchange, target, payload);
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['X-Amz-Executed-Version', invocation.executedVersion],
    ['X-Amzn-Requestid', invocation.requestId],
    ['X-Amzn-Trace-Id', exchange.context.xrayTraceId],
  ];
  if (invocation.functionError !== undefined) {
    headers.push(['X-Amz-Function-Error', invocation.functionError]);
  }
  exchange.context.integration = { requestId: invocation.requestId, status: 200 };
  const failed = invocation.functionError !== undefined;
  const selector = failed ? errorMessage(invocation.payload) : undefined;
  return { status: 200, headers, body: invocation.payload, selector };
}

/** What API Gateway sets itself when it calls Lambda. */
const reservedHeaders = new Set([
  ...['authorization', 'connection', 'content-length', 'expect', 'proxy-authenticate', 'te'],
  'transfer-encoding',
]);

/** @throws {GatewayFault} 500 for a mapping to a header that only API Gateway may send */
function refuseReserved(header: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(header).find((name) => reservedHeaders.has(name.toLowerCase()));
  if (reserved !== undefined) {
    throw configurationError(`The header ${reserved} cannot be mapped to a Lambda function`);
  }
}

/** @throws {NotImplemented} for a dry run */
function isAsynchronous(header: Readonly<Record<string, string>>): boolean {
  const [, type] =
    Object.entries(header).find(([name]) => name.toLowerCase() === 'x-amz-invocation-type') ?? [];
  const invocationType = type?.replaceAll("'", '') ?? 'RequestResponse';
  if (invocationType !== 'RequestResponse' && invocationType !== 'Event') {
    throw new NotImplemented(`the invocation type ${invocationType} of an integration`);
  }
  return invocationType === 'Event';
}

/** The `errorMessage` of a failed invocation, empty when it has none. */
function errorMessage(payload: Buffer): string {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    if (typeof value !== 'object' || value === null || !('errorMessage' in value)) {
      return '';
    }
    return typeof value.errorMessage === 'string' ? value.errorMessage : '';
  } catch {
    return '';
  }
}
