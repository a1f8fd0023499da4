import { z } from 'zod';
import type { RoutedExchange } from '../exchange.ts';
import { configurationError } from '../gateway-fault.ts';
import { isBinary } from '../media-type.ts';
import { headerValue } from '../parameters.ts';
import type { ExecuteApiResponse } from '../types.ts';
import { endpointUrl, invokeLambda } from './invoke.ts';
import { resolveLambda } from './lambda-uri.ts';
import { buildProxyEvent } from './proxy-event.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What a function behind a proxy integration must return; other members are refused by AWS. */
const proxyResponse = z.strictObject({
  statusCode: z
    .union([z.int(), z.string().regex(/^\d{3}$/)])
    .transform(Number)
    .refine((status) => status >= 200 && status <= 599)
    .nullish(),
  headers: z.record(z.string(), scalar.nullable()).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});
type ProxyResponse = z.infer<typeof proxyResponse>;

/**
 * The `AWS_PROXY` integration of a Lambda function.
 * @throws {GatewayFault} 502 when the function fails or returns what is not a response
 */
export async function callLambdaProxy(exchange: RoutedExchange): Promise<ExecuteApiResponse> {
  const { log } = exchange;
  const target = resolveLambda(exchange, {});
  const payload = Buffer.from(JSON.stringify(buildProxyEvent(exchange)), 'utf8');
  exchange.trace.toIntegration = payload;
  log.info(() => `Endpoint request URI: ${endpointUrl(exchange, target)}`);
  log.trace(() => `Endpoint request body after transformations: ${payload.toString('utf8')}`);
  const invocation = await invokeLambda(exchange, target, payload);
  exchange.context.integration = { requestId: invocation.requestId, status: 200 };
  const text = invocation.payload.toString('utf8');
  log.trace(() => `Endpoint response body before transformations: ${text}`);
  if (invocation.functionError !== undefined) {
    log.error(`Lambda execution failed with status 200 due to customer function error: ${text}`);
    throw configurationError('Malformed Lambda proxy response', 502);
  }
  const response = parseResponse(text);
  return {
    status: response.statusCode ?? 200,
    headers: responseHeaders(exchange, response),
    body: responseBody(exchange, response),
  };
}

function parseResponse(text: string): ProxyResponse {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw configurationError('Malformed Lambda proxy response', 502);
  }
  const parsed = proxyResponse.safeParse(value);
  if (!parsed.success) {
    throw configurationError('Malformed Lambda proxy response', 502);
  }
  return parsed.data;
}

/** A name in both groups has the values of `multiValueHeaders` first, and each value once. */
function responseHeaders(exchange: RoutedExchange, response: ProxyResponse): [string, string][] {
  const headers = Object.entries(response.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    const same = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase());
    if (value !== null && !same.some(([, present]) => present === value)) {
      headers.push([same[0]?.[0] ?? name, value]);
    }
  }
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', 'application/json']);
  }
  headers.push(['X-Amzn-Trace-Id', exchange.context.xrayTraceId]);
  return headers;
}

/** Base64 is decoded only for a client that accepts one of the API's binary media types. */
function responseBody(exchange: RoutedExchange, response: ProxyResponse): Buffer {
  const body = response.body ?? '';
  const accept = headerValue(exchange.parameters.headers, 'Accept');
  const decode =
    response.isBase64Encoded === true && isBinary(accept, exchange.definition.binaryMediaTypes);
  return Buffer.from(body, decode ? 'base64' : 'utf8');
}
