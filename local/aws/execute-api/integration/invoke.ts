import { AwsError } from '../../errors.ts';
import { invokeFunction, type Invocation } from '../../lambda/invoke.ts';
import type { RoutedExchange } from '../exchange.ts';
import { configurationError, GatewayFault } from '../gateway-fault.ts';
import type { LambdaTarget } from './lambda-uri.ts';

const defaultTimeoutMs = 29_000;

/**
 * Calls the function as API Gateway does: for this API, stage, method and resource, so that the
 * function's resource policy decides.
 * @throws {GatewayFault} 504 after the integration's timeout; 500 when the function, its alias or the
 *   permission is missing, or Lambda fails
 */
export async function invokeLambda(
  exchange: RoutedExchange,
  target: LambdaTarget,
  payload: Buffer,
): Promise<Invocation> {
  const { region, log, context } = exchange;
  const startedAt = performance.now();
  log.info(() => `Sending request to ${endpointUrl(exchange, target)}`);
  const call = {
    functionName: target.functionName,
    ...(target.qualifier === undefined ? {} : { qualifier: target.qualifier }),
    payload,
    caller: {
      kind: 'service',
      principal: 'apigateway.amazonaws.com',
      sourceArn: sourceArn(exchange),
      sourceAccount: region.account,
    },
  } as const;
  try {
    return await withTimeout(
      invokeFunction(region, call),
      exchange.integration.timeoutInMillis || defaultTimeoutMs,
    );
  } catch (error) {
    throw invocationFault(error);
  } finally {
    context.integrationLatency = Math.round(performance.now() - startedAt);
  }
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
