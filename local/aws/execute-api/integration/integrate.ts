import type { RoutedExchange } from '../exchange.ts';
import { mapResponse } from '../integration-response.ts';
import { logMap } from '../logging/execution-log.ts';
import type { ExecuteApiResponse } from '../types.ts';
import { callDynamoDb, callsDynamoDb } from './dynamodb.ts';
import { callHttp, callHttpProxy } from './http.ts';
import { callLambda } from './lambda.ts';
import { callLambdaProxy } from './lambda-proxy.ts';
import { answerMock } from './mock.ts';

/** Calls what a method integrates with and maps its answer. */
export async function integrate(exchange: RoutedExchange): Promise<ExecuteApiResponse> {
  const { type } = exchange.integration;
  switch (type) {
    case 'AWS_PROXY':
      return callLambdaProxy(exchange);
    case 'AWS':
      return callsDynamoDb(exchange)
        ? mapResponse(exchange, await callDynamoDb(exchange))
        : integrateLambda(exchange);
    case 'MOCK':
      return mapResponse(exchange, answerMock(exchange));
    case 'HTTP':
      return mapResponse(exchange, await callHttp(exchange));
    case 'HTTP_PROXY':
      return callHttpProxy(exchange);
  }
}

async function integrateLambda(exchange: RoutedExchange): Promise<ExecuteApiResponse> {
  const { log, context } = exchange;
  const { status, headers, body, selector } = await callLambda(exchange);
  const latency = `Integration latency: ${String(context.integrationLatency)} ms`;
  log.info(() => `Received response. Status: ${String(status)}, ${latency}`);
  log.trace(() => `Endpoint response headers: ${logMap(headers)}`);
  log.trace(() => `Endpoint response body before transformations: ${body.toString('utf8')}`);
  const response = mapResponse(exchange, { status, headers, body, selector });
  return { ...response, headers: [...response.headers, ['X-Amzn-Trace-Id', context.xrayTraceId]] };
}
