import { dynamodb } from '../../dynamodb/service.ts';
import { AwsError } from '../../errors.ts';
import { awsJson } from '../../protocols/json.ts';
import type { WireResponse } from '../../protocols/protocol.ts';
import type { EndpointResponse, RoutedExchange } from '../exchange.ts';
import { configurationError, NotImplemented } from '../gateway-fault.ts';
import { logMap } from '../logging/execution-log.ts';
import { mapRequestParameters } from '../parameter-mapping.ts';
import { callerWith } from './invoke.ts';
import { buildRequestBody } from './request-body.ts';

const uriPattern = /^arn:aws[\w-]*:apigateway:[\w-]+:dynamodb:action\/(\w+)$/;

const protocol = awsJson('1.0');

/** Whether an `AWS` integration calls an action of DynamoDB, and no function. */
export function callsDynamoDb({ integration: { uri = '' } }: RoutedExchange): boolean {
  return uriPattern.test(uri);
}

/**
 * The `AWS` integration of a DynamoDB action: what templates make of the request is its input. Responses are
 * selected by the status, 400 for what DynamoDB refuses.
 *
 * @throws {GatewayFault} 500 without a role that API Gateway may assume
 * @throws {NotImplemented} for an action that is not modelled
 */
export async function callDynamoDb(exchange: RoutedExchange): Promise<EndpointResponse> {
  const { integration, region, log, context, trace } = exchange;
  const [, action = ''] = uriPattern.exec(integration.uri ?? '') ?? [];
  if (integration.credentials === undefined) {
    throw configurationError('An integration with DynamoDB needs a role');
  }
  callerWith(exchange, integration.credentials, '');
  mapRequestParameters(exchange);
  const body = buildRequestBody(exchange);
  log.info(() => `Endpoint request URI: https://dynamodb.${region.region}.amazonaws.com/`);
  log.trace(() => `Endpoint request body after transformations: ${body.toString('utf8')}`);
  const startedAt = performance.now();
  const end = trace.begin('integration');
  try {
    const answer = await runAction(exchange, action, body);
    const headers = Object.entries(answer.headers);
    log.trace(() => `Endpoint response headers: ${logMap(headers)}`);
    const content = Buffer.from(answer.body);
    log.trace(() => `Endpoint response body before transformations: ${content.toString('utf8')}`);
    context.integration = { status: answer.status };
    trace.fromIntegration = content;
    return { status: answer.status, headers, body: content, selector: String(answer.status) };
  } finally {
    end();
    context.integrationLatency = Math.round(performance.now() - startedAt);
  }
}

async function runAction(
  { region, context: { requestId } }: RoutedExchange,
  action: string,
  body: Buffer,
): Promise<WireResponse> {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${action}` };
  const request = { method: 'POST', rawPath: '/', rawQuery: '', headers, body };
  try {
    return await protocol.match(request, dynamodb).run(region, requestId);
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    if (error.code === 'NotImplemented') {
      throw new NotImplemented(`an integration with dynamodb:action/${action}`);
    }
    return protocol.encodeError(error, { requestId, queryMode: false });
  }
}
