import { mapByName } from '../../by-name.ts';
import type { EndpointResponse, RoutedExchange } from '../exchange.ts';
import { configurationError } from '../gateway-fault.ts';
import { logMap } from '../logging/execution-log.ts';
import { mapRequestParameters, requestOverrides } from '../parameter-mapping.ts';
import type { ExecuteApiResponse } from '../types.ts';
import { sendHttp, type HttpCall } from './http-call.ts';
import { substituteUri } from './lambda-uri.ts';
import { forwardedHeaders } from './proxy-event.ts';
import { buildRequestBody } from './request-body.ts';

/** The `HTTP` integration: what mappings and templates make of the request goes to the URI. */
export async function callHttp(exchange: RoutedExchange): Promise<EndpointResponse> {
  const body = buildRequestBody(exchange);
  const mapped = mappedRequest(exchange);
  const response = await call(exchange, {
    url: urlOf(exchange, mapped),
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...ownHeaders(exchange),
      ...lowerCase(mapped.header),
    },
    body,
  });
  return { ...response, selector: String(response.status) };
}

/** The `HTTP_PROXY` integration: the request goes to the URI as it came, and so does the answer back. */
export async function callHttpProxy(exchange: RoutedExchange): Promise<ExecuteApiResponse> {
  const { request } = exchange;
  const mapped = mappedRequest(exchange);
  const headers = Object.fromEntries(
    [...forwardedHeaders(exchange)]
      .map(([name, values]) => [name.toLowerCase(), [...values]] as const)
      .filter(([name]) => name !== 'host'),
  );
  const own = new Set(Object.keys(mapped.querystring));
  const sent = request.rawQuery.split('&').filter((pair) => !own.has(nameIn(pair)));
  const {
    status,
    headers: answered,
    body,
  } = await call(exchange, {
    url: urlOf(exchange, mapped, sent),
    headers: { ...headers, ...ownHeaders(exchange), ...lowerCase(mapped.header) },
    body: request.body,
  });
  return { status, headers: answered.map(([name, value]) => [name, value]), body };
}

function mappedRequest(exchange: RoutedExchange) {
  const { header, querystring, path } = mapRequestParameters(exchange);
  return {
    header: { ...header, ...requestOverrides(exchange, 'header') },
    querystring: { ...querystring, ...requestOverrides(exchange, 'querystring') },
    path: { ...path, ...requestOverrides(exchange, 'path') },
  };
}

/** What API Gateway sends along whatever is mapped. */
function ownHeaders({ api, context }: RoutedExchange): Record<string, string> {
  return {
    'user-agent': `AmazonAPIGateway_${api.id}`,
    'x-amzn-apigateway-api-id': api.id,
    'x-amzn-trace-id': context.xrayTraceId,
  };
}

/** The name in `name=value` of a query, decoded. */
function nameIn(pair: string): string {
  return new URLSearchParams(pair).keys().next().value ?? '';
}

/**
 * @param sent of the client's query, as it came
 * @throws {GatewayFault} 500 for what is no address with the values of this request
 */
function urlOf(
  exchange: RoutedExchange,
  { path, querystring }: Pick<ReturnType<typeof mappedRequest>, 'path' | 'querystring'>,
  sent: readonly string[] = [],
): URL {
  const uri = substituteUri(exchange, mapByName(path, encodePath));
  if (!URL.canParse(uri)) {
    throw configurationError('Invalid endpoint address');
  }
  const url = new URL(uri);
  const mapped = new URLSearchParams(querystring).toString();
  url.search = [url.search.slice(1), ...sent, mapped].filter((part) => part !== '').join('&');
  return url;
}

/** The value of a path parameter, which can hold several segments; an encoded plus is one already. */
function encodePath(value: string): string {
  return value
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll(/%252B/gi, '%2B'))
    .join('/');
}

async function call(
  exchange: RoutedExchange,
  { url, headers, body }: Pick<HttpCall, 'url' | 'headers' | 'body'>,
): Promise<Omit<EndpointResponse, 'selector'>> {
  const { log, context, integration, request, trace } = exchange;
  const { httpMethod = 'GET', timeoutInMillis } = integration;
  const method = httpMethod === 'ANY' ? request.method : httpMethod;
  const startedAt = performance.now();
  log.info(() => `Endpoint request URI: ${url.href}`);
  log.trace(() => `Endpoint request headers: ${logMap(Object.entries(headers))}`);
  log.trace(() => `Endpoint request body after transformations: ${body.toString('utf8')}`);
  log.info(() => `Sending request to ${url.href}`);
  const end = trace.begin('integration');
  try {
    const response = await sendHttp({ url, method, headers, body, timeoutMs: timeoutInMillis });
    context.integration = { status: response.status };
    context.integrationStatus = response.status;
    trace.fromIntegration = response.body;
    log.trace(() => `Endpoint response headers: ${logMap(response.headers)}`);
    log.trace(
      () => `Endpoint response body before transformations: ${response.body.toString('utf8')}`,
    );
    return response;
  } finally {
    end();
    context.integrationLatency = Math.round(performance.now() - startedAt);
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
