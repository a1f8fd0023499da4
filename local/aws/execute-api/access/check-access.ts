import type { Authorizer } from '../../apigateway/state.ts';
import type { RoutedExchange } from '../exchange.ts';
import { configurationError, GatewayFault } from '../gateway-fault.ts';
import { takeToken } from '../throttle.ts';
import { verifyApiKey } from './api-key.ts';
import { authenticateCaller } from './iam.ts';
import { runAuthorizer } from './lambda-authorizer.ts';
import { verifyResourcePolicy } from './resource-policy.ts';
import { runUserPoolAuthorizer } from './user-pool.ts';

/**
 * Decides whether a request may reach its method's integration.
 *
 * @throws {GatewayFault} 429 above the rate of the method or of the client's usage plan; 401 or 403 as the
 *   method's authorization, the API's resource policy or a missing API key has it
 */
export async function checkAccess(exchange: RoutedExchange): Promise<void> {
  verifyRate(exchange);
  const { method } = exchange;
  const usageIdentifierKey = await authorize(exchange);
  if (method.apiKeyRequired) {
    verifyApiKey(exchange, usageIdentifierKey);
  }
}

/** @returns the API key that a Lambda authorizer counts the request for, where it names one */
async function authorize(exchange: RoutedExchange): Promise<string | undefined> {
  const { authorizationType } = exchange.method;
  const caller = authorizationType === 'AWS_IAM' ? await authenticateCaller(exchange) : undefined;
  const ofApi = verifyResourcePolicy(exchange, caller);
  switch (authorizationType) {
    case 'CUSTOM':
      return runAuthorizer(exchange, authorizerOf(exchange), ofApi);
    case 'COGNITO_USER_POOLS':
      await runUserPoolAuthorizer(exchange, authorizerOf(exchange));
      return undefined;
    case 'NONE':
    case 'AWS_IAM':
      return undefined;
    default:
      throw configurationError(`Unknown authorization type ${authorizationType}`);
  }
}

function verifyRate({ api, stage, region, resource, method, setting }: RoutedExchange): void {
  const key = `${stage.stageName} ${method.httpMethod} ${resource.path}`;
  const { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit } = setting ?? {};
  const throttle = {
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(burstLimit === undefined ? {} : { burstLimit }),
  };
  if (!takeToken(api, key, throttle, region.now())) {
    throw new GatewayFault('THROTTLED');
  }
}

function authorizerOf({ definition, method }: RoutedExchange): Authorizer {
  const authorizer = definition.authorizers?.[method.authorizerId ?? ''];
  if (authorizer === undefined) {
    throw configurationError(`Authorizer ${method.authorizerId ?? ''} does not exist`);
  }
  return authorizer;
}
