import { resultTtl } from '../../apigateway/authorizer-rules.ts';
import type { Authorizer } from '../../apigateway/state.ts';
import { without } from '../../apigateway/without.ts';
import { fromEntries } from '../../by-name.ts';
import { AwsError } from '../../errors.ts';
import { invokeFunction, type Invocation } from '../../lambda/invoke.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFault } from '../gateway-fault.ts';
import { callerWith } from '../integration/invoke.ts';
import { parseLambdaUri, withStageVariables } from '../integration/lambda-uri.ts';
import { buildProxyEvent } from '../integration/proxy-event.ts';
import { readAuthorization, type Authorization } from './authorization.ts';
import { recall, remember } from './authorization-cache.ts';
import { conditionValues } from './condition-values.ts';
import { readIdentity } from './identity.ts';
import { methodArn } from './method-arn.ts';
import { evaluate } from './policy.ts';

/**
 * Asks a Lambda authorizer, or what it said of the same identity before, whether a request may pass.
 *
 * @param ofApi what the API's resource policy says, which can allow what the authorizer leaves open
 * @returns the API key that the authorizer counts the request for, where it names one
 * @throws {GatewayFault} 401 without an identity or when the function says `Unauthorized`; 403 when its
 *   policy does not allow the method; 500 when it cannot be called or does not answer with a policy
 */
export async function runAuthorizer(
  exchange: RoutedExchange,
  authorizer: Authorizer,
  ofApi: 'Allow' | 'Deny' | undefined,
): Promise<string | undefined> {
  const { context, stage, region, api } = exchange;
  const identity = readIdentity(exchange, authorizer);
  const asked = {
    ...{ api, identity, authorizerId: authorizer.id },
    ...{ stageName: stage.stageName, deploymentId: context.deploymentId },
  };
  const ttlMs = resultTtl(authorizer) * 1000;
  const startedAt = performance.now();
  let authorization = recall(asked, region.now());
  if (authorization === undefined) {
    authorization = await ask(exchange, authorizer, identity);
    if (ttlMs > 0) {
      remember(asked, { authorization, until: region.now() + ttlMs });
    }
  }
  const integrationLatency = Math.round(performance.now() - startedAt);
  context.authorizer = fromEntries<unknown>([
    ...Object.entries(authorization.context),
    ['integrationLatency', integrationLatency],
  ]);
  verifyAllowed(exchange, authorization, ofApi);
  return authorization.usageIdentifierKey;
}

function verifyAllowed(
  exchange: RoutedExchange,
  { statements }: Authorization,
  ofApi: 'Allow' | 'Deny' | undefined,
): void {
  const values = conditionValues(exchange);
  const effect = evaluate(statements, { resource: methodArn(exchange), principals: [], values });
  if ((effect ?? ofApi) !== 'Allow') {
    const explicitly = effect === 'Deny' ? ' with an explicit deny' : '';
    throw new GatewayFault('ACCESS_DENIED', {
      message: `User is not authorized to access this resource${explicitly}`,
      member: 'Message',
    });
  }
}

async function ask(
  exchange: RoutedExchange,
  authorizer: Authorizer,
  values: readonly string[],
): Promise<Authorization> {
  exchange.log.info(() => `Starting authorizer: ${authorizer.id}`);
  const { functionError, payload } = await invoke(exchange, authorizer, values);
  if (functionError !== undefined) {
    throw failure(payload);
  }
  const authorization = readAuthorization(payload);
  if (authorization === undefined) {
    throw wrongConfiguration('Could not parse policy');
  }
  return authorization;
}

async function invoke(
  exchange: RoutedExchange,
  authorizer: Authorizer,
  values: readonly string[],
): Promise<Invocation> {
  const { region, api, variables } = exchange;
  const { authorizerUri = '', authorizerCredentials } = authorizer;
  const uri = withStageVariables(authorizerUri, variables);
  const { functionName, qualifier } = parseLambdaUri(uri, region);
  const sourceArn = `arn:aws:execute-api:${region.region}:${region.account}:${api.id}/authorizers/${authorizer.id}`;
  const caller = callerWith(exchange, authorizerCredentials, sourceArn);
  const payload = Buffer.from(JSON.stringify(eventOf(exchange, authorizer, values)));
  try {
    const named = { functionName, ...(qualifier === undefined ? {} : { qualifier }) };
    return await invokeFunction(region, { ...named, payload, caller });
  } catch (error) {
    throw error instanceof AwsError
      ? wrongConfiguration('Invalid permissions on Lambda function')
      : error;
  }
}

function eventOf(
  exchange: RoutedExchange,
  { type }: Authorizer,
  [authorizationToken = '']: readonly string[],
): Record<string, unknown> {
  const arn = methodArn(exchange);
  if (type === 'TOKEN') {
    return { type, methodArn: arn, authorizationToken };
  }
  const event = without(buildProxyEvent(exchange), 'body', 'isBase64Encoded');
  return fromEntries<unknown>([
    ['type', type],
    ['methodArn', arn],
    ...Object.entries(event).map(([name, value]) => [name, value ?? {}] as const),
  ]);
}

/** A function says who is unknown by the error `Unauthorized`; any other is its own failure. */
function failure(payload: Buffer): GatewayFault {
  const text = payload.toString('utf8');
  if (/"errorMessage":\s*"Unauthorized"/.test(text)) {
    return new GatewayFault('UNAUTHORIZED', { reason: 'Unauthorized request' });
  }
  return new GatewayFault('AUTHORIZER_FAILURE', {
    reason: `Execution failed due to an authorizer error: ${text}`,
  });
}

function wrongConfiguration(reason: string): GatewayFault {
  return new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR', {
    reason: `Execution failed due to configuration error: ${reason}`,
  });
}
