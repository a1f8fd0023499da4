import type { RoutedExchange } from '../exchange.ts';
import { isBinary } from '../media-type.ts';
import { allValues, headerValue, lastValues, type MultiValues } from '../parameters.ts';

/** The event of a Lambda proxy integration, payload format 1.0. Empty groups are null as on AWS. */
export function buildProxyEvent(exchange: RoutedExchange): Record<string, unknown> {
  const { request, resource, parameters, variables, definition } = exchange;
  const headers = forwardedHeaders(exchange);
  const contentType = headerValue(parameters.headers, 'Content-Type');
  const binary = isBinary(contentType, definition.binaryMediaTypes) && request.body.length > 0;
  return {
    resource: resource.path,
    path: `${request.domain?.prefix ?? ''}${request.rawPath}`.replace(/^\/*/, '/'),
    httpMethod: request.method,
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    queryStringParameters: orNull(lastValues(parameters.query)),
    multiValueQueryStringParameters: orNull(allValues(parameters.query)),
    pathParameters: orNull(parameters.path),
    stageVariables: orNull(variables),
    requestContext: buildRequestContext(exchange),
    body: request.body.length === 0 ? null : request.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary,
  };
}

/** The client's headers, and what API Gateway adds to them: its client to the proxies that one names, too. */
export function forwardedHeaders({
  region,
  request,
  parameters,
  context,
}: RoutedExchange): MultiValues {
  const { protocol, port } = new URL(region.endpoint);
  const scheme = protocol.replace(':', '');
  const headers = new Map(
    [...parameters.headers].map(([name, values]) => [spelling(name), values]),
  );
  headers.set('X-Amzn-Trace-Id', [context.xrayTraceId]);
  const forwardedFor = headers.get('X-Forwarded-For') ?? [];
  headers.set('X-Forwarded-For', [[...forwardedFor, request.sourceIp].join(', ')]);
  headers.set('X-Forwarded-Port', [port === '' ? (scheme === 'https' ? '443' : '80') : port]);
  headers.set('X-Forwarded-Proto', [scheme]);
  return headers;
}

/** API Gateway spells what it knows in its own way, and leaves other names as they came. */
const spellings = new Map(
  [
    ...['Accept', 'Accept-Encoding', 'Authorization', 'Content-Type', 'Host', 'User-Agent'],
    ...['X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto'],
  ].map((name) => [name.toLowerCase(), name]),
);

function spelling(name: string): string {
  return spellings.get(name.toLowerCase()) ?? name;
}

function buildRequestContext({ context, resource }: RoutedExchange): Record<string, unknown> {
  return {
    resourceId: resource.id,
    resourcePath: resource.path,
    httpMethod: context.httpMethod,
    extendedRequestId: context.extendedRequestId,
    requestTime: context.requestTime,
    path: context.path,
    accountId: context.accountId,
    protocol: context.protocol,
    stage: context.stage,
    domainPrefix: context.domainPrefix,
    requestTimeEpoch: context.requestTimeEpoch,
    requestId: context.requestId,
    identity: context.identity,
    ...(context.authorizer === undefined ? {} : { authorizer: context.authorizer }),
    domainName: context.domainName,
    deploymentId: context.deploymentId,
    apiId: context.apiId,
    ...(context.isCanaryRequest === undefined ? {} : { isCanaryRequest: context.isCanaryRequest }),
  };
}

function orNull<T extends object>(group: T): T | null {
  return Object.keys(group).length === 0 ? null : group;
}
