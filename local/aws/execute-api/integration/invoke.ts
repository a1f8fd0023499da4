import { AwsError } from '../../errors.ts';
import { canBeAssumedBy, findRole } from '../../iam/roles.ts';
import { type Caller, invokeFunction, type Invocation, prepareCall } from '../../lambda/invoke.ts';
import { invokeOperations } from '../../lambda/invoke-operation.ts';
import type { RoutedExchange } from '../exchange.ts';
import { configurationError, GatewayFault } from '../gateway-fault.ts';
import type { LambdaTarget } from './lambda-uri.ts';

const defaultTimeoutMs = 29_000;

/**
 * Calls the function as API Gateway does: with the role of the integration or, without one, for this
 * API, stage, method and resource, so that the function's resource policy decides.
 * @throws {GatewayFault} 504 after the integration's timeout; 500 when the function, its alias or the
 *   permission is missing, or Lambda fails
 */
export async function invokeLambda(
  exchange: RoutedExchange,
  target: LambdaTarget,
  payload: Buffer,
): Promise<Invocation> {
  const { region, log, context, trace } = exchange;
  const startedAt = performance.now();
  verifyPost(exchange);
  log.info(() => `Sending request to ${endpointUrl(exchange, target)}`);
  const call = {
    functionName: target.functionName,
    ...(target.qualifier === undefined ? {} : { qualifier: target.qualifier }),
    payload,
    caller: callerOf(exchange),
  };
  const end = trace.begin('integration');
  try {
    const invocation = await withTimeout(
      invokeFunction(region, call),
      exchange.integration.timeoutInMillis || defaultTimeoutMs,
    );
    trace.noteHandler(invocation.durationMs, invocation.executedVersion);
    trace.fromIntegration = invocation.payload;
    return invocation;
  } catch (error) {
    throw invocationFault(error);
  } finally {
    end();
    context.integrationLatency = Math.round(performance.now() - startedAt);
  }
}

/**
 * Lets the function have the payload as an event: Lambda answers before it runs.
 * @returns the id of the request
 * @throws {GatewayFault} as {@link invokeLambda}
 */
export async function queueLambda(
  exchange: RoutedExchange,
  { functionName, qualifier }: LambdaTarget,
  body: Buffer,
): Promise<string> {
  const { region } = exchange;
  verifyPost(exchange);
  const named = { functionName, ...(qualifier === undefined ? {} : { qualifier }) };
  try {
    prepareCall(region, { ...named, caller: callerOf(exchange) });
    const query = new URLSearchParams(qualifier === undefined ? {} : { Qualifier: qualifier });
    const headers = { 'x-amz-invocation-type': 'Event' };
    const params = { FunctionName: functionName };
    const [invoke] = invokeOperations;
    const answer = await invoke?.run({ params, query, headers, body }, region);
    return answer?.headers?.['x-amzn-requestid'] ?? '';
  } catch (error) {
    throw invocationFault(error);
  }
}

/** Lambda is invoked by POST and by nothing else. @throws {GatewayFault} 500 */
function verifyPost({ integration: { httpMethod = '' } }: RoutedExchange): void {
  if (httpMethod.toUpperCase() !== 'POST') {
    throw new GatewayFault('INTEGRATION_FAILURE', {
      status: 500,
      reason: `Lambda invocation failed: its method is POST, not ${httpMethod}`,
    });
  }
}

function callerOf(exchange: RoutedExchange): Caller {
  return callerWith(exchange, exchange.integration.credentials, sourceArn(exchange));
}

/**
 * Who calls a function for a request. A role acts in the account itself, and so does a client that
 * signed its request: what their policies allow is not enforced, but a role must be there and trust API
 * Gateway.
 *
 * @param credentials the ARN of a role, or `arn:aws:iam::*:user/*` for the client; without them API
 *   Gateway calls by itself
 * @param sourceArn what it then calls for
 * @throws {GatewayFault} 500 where there is no such role or client
 */
export function callerWith(
  { region, context }: RoutedExchange,
  credentials: string | undefined,
  sourceArn: string,
): Caller {
  const principal = 'apigateway.amazonaws.com';
  if (credentials === undefined) {
    return { kind: 'service', principal, sourceArn, sourceAccount: region.account };
  }
  if (credentials.includes(':user/')) {
    if (context.identity.accessKey === null) {
      throw configurationError(
        "The integration calls with its client's credentials, which has none",
      );
    }
    return { kind: 'sdk' };
  }
  const role = findRole(region, credentials);
  if (role === undefined || !canBeAssumedBy(role, principal)) {
    throw configurationError(
      `API Gateway does not have permission to assume the provided role ${credentials}`,
    );
  }
  return { kind: 'sdk' };
}

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/RESOURCE-PATH` */
function sourceArn({ region, api, stage, request, resource }: RoutedExchange): string {
  return [
    `arn:aws:execute-api:${region.region}:${region.account}:${api.id}`,
    stage.stageName,
    request.method + resource.path,
  ].join('/');
}

export function endpointUrl({ region }: RoutedExchange, target: LambdaTarget): string {
  const path = target.uri.replace(/^.*:lambda:path/, '');
  return `https://lambda.${region.region}.amazonaws.com${path}`;
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new GatewayFault('INTEGRATION_TIMEOUT', {
          reason: 'Execution failed due to a timeout error',
        }),
      );
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** A client learns nothing of why: the same 500 whether the permission or the function is missing. */
function invocationFault(error: unknown): unknown {
  if (!(error instanceof AwsError)) {
    return error;
  }
  switch (error.code) {
    case 'AccessDeniedException':
    case 'ResourceNotFoundException':
      return configurationError('Invalid permissions on Lambda function');
    case 'InvalidRequestContentException':
      return new GatewayFault('DEFAULT_4XX', {
        message: error.message,
        reason: `Lambda invocation failed with status: 400. ${error.message}`,
      });
    case 'RequestTooLargeException':
      return new GatewayFault('REQUEST_TOO_LARGE', { reason: error.message });
    default:
      return new GatewayFault('INTEGRATION_FAILURE', {
        status: 500,
        reason: `Lambda invocation failed with status: ${String(error.status)}. ${error.code}: ${error.message}`,
      });
  }
}
