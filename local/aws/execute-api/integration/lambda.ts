import type { EndpointResponse, RoutedExchange } from '../exchange.ts';
import { NotImplemented } from '../gateway-fault.ts';
import { logMap } from '../logging/execution-log.ts';
import { mapRequestParameters, type MappedRequest } from '../parameter-mapping.ts';
import { endpointUrl, invokeLambda } from './invoke.ts';
import { resolveLambda } from './lambda-uri.ts';
import { buildRequestBody } from './request-body.ts';

/** The `AWS` integration of a Lambda function: what templates make of the request goes in. */
export async function callLambda(exchange: RoutedExchange): Promise<EndpointResponse> {
  const { log } = exchange;
  const mapped = mapRequestParameters(exchange);
  const body = buildRequestBody(exchange);
  const header = { ...mapped.header, ...overrides(exchange, 'header') };
  const target = resolveLambda(exchange, { ...mapped.path, ...overrides(exchange, 'path') });
  refuseAsynchronous(header);
  log.info(() => `Endpoint request URI: ${endpointUrl(exchange, target)}`);
  log.trace(() => `Endpoint request headers: ${logMap(Object.entries(header))}`);
  log.trace(() => `Endpoint request body after transformations: ${body.toString('utf8')}`);
  const payload = body.length === 0 ? Buffer.from('{}') : body;
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

/** What a template set in `$context.requestOverride`. */
function overrides(exchange: RoutedExchange, kind: keyof MappedRequest): Record<string, string> {
  const values = exchange.context.requestOverride[kind];
  if (typeof values !== 'object' || values === null) {
    return {};
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function refuseAsynchronous(header: Readonly<Record<string, string>>): void {
  const [, type] =
    Object.entries(header).find(([name]) => name.toLowerCase() === 'x-amz-invocation-type') ?? [];
  if (type !== undefined && type.replaceAll("'", '') !== 'RequestResponse') {
    throw new NotImplemented(`the invocation type ${type} of an integration`);
  }
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
