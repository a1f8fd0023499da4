import { observe } from '../activity/observed-request.ts';
import type { Exchange, RoutedExchange } from './exchange.ts';
import { writeAccessLog } from './logging/access-log.ts';
import { logMap } from './logging/execution-log.ts';
import { putMetrics } from './logging/metrics.ts';
import { lastValues } from './parameters.ts';
import type { ExecuteApiResponse } from './types.ts';

/** Logs the request as it came. */
export function logRequest({ log, context, request, parameters, resource }: RoutedExchange): void {
  log.info(() => `Extended Request Id: ${context.extendedRequestId}`);
  log.info(() => `Starting execution for request: ${context.requestId}`);
  log.info(() => `HTTP Method: ${request.method}, Resource Path: ${resource.path}`);
  log.trace(() => `Method request path: ${logMap(Object.entries(parameters.path))}`);
  log.trace(
    () => `Method request query string: ${logMap(Object.entries(lastValues(parameters.query)))}`,
  );
  log.trace(
    () => `Method request headers: ${logMap(Object.entries(lastValues(parameters.headers)))}`,
  );
  log.trace(() => `Method request body before transformations: ${request.body.toString('utf8')}`);
}

/** Adds what every answer has, and logs and counts it. */
export function finishExchange(
  exchange: Exchange,
  routed: RoutedExchange | undefined,
  response: ExecuteApiResponse,
  latencyMs: number,
): ExecuteApiResponse {
  const { context, log, region, api, stage, request } = exchange;
  const headers = response.headers.filter(([name]) => !/^x-amzn-requestid$/i.test(name));
  headers.push(['x-amzn-RequestId', context.requestId]);
  headers.push(['x-amz-apigw-id', context.extendedRequestId]);
  const body = request.method === 'HEAD' ? Buffer.alloc(0) : response.body;
  context.status = response.status;
  context.responseLatency = latencyMs;
  context.responseLength = body.length;
  log.trace(() => `Method response body after transformations: ${response.body.toString('utf8')}`);
  log.trace(() => `Method response headers: ${logMap(headers)}`);
  log.info(() => `Method completed with status: ${String(response.status)}`);
  const setting = routed?.setting ?? stage.methodSettings['*/*'];
  log.flush(region, api, stage, context.requestId, setting);
  writeAccessLog(exchange);
  putMetrics(exchange, routed, response.status, latencyMs);
  const finished = { status: response.status, headers, body };
  region.activity.noteRequest((sequence) => observe(sequence, exchange, routed, finished));
  return finished;
}
