import { dayOf, remainingOn } from '../../apigateway/quota.ts';
import type { ApiKey, PlannedStage, Throttle, UsagePlan } from '../../apigateway/state.ts';
import { byName } from '../../by-name.ts';
import type { RoutedExchange } from '../exchange.ts';
import { GatewayFault } from '../gateway-fault.ts';
import { headerValue } from '../parameters.ts';
import { takeToken } from '../throttle.ts';

/**
 * Holds a request against the usage plan of its client's API key, and counts it.
 *
 * @param fromAuthorizer the key that an authorizer named
 * @throws {GatewayFault} 403 without a key that is enabled and has a plan with this stage; 429 above
 *   the plan's rate or quota
 */
export function verifyApiKey(exchange: RoutedExchange, fromAuthorizer: string | undefined): void {
  const { definition, parameters, context, region, api, stage } = exchange;
  const value =
    definition.apiKeySource === 'AUTHORIZER'
      ? fromAuthorizer
      : headerValue(parameters.headers, 'x-api-key');
  const key = findKey(exchange, value);
  const plan = key && findPlan(exchange, key);
  if (key === undefined || plan === undefined) {
    throw new GatewayFault('INVALID_API_KEY', { reason: 'API Key is not authorized' });
  }
  context.identity = { ...context.identity, apiKey: key.value, apiKeyId: key.id };
  const planned = plan.apiStages.find((one) => isStage(one, exchange));
  const [name, throttle] = throttleOf(exchange, plan, planned);
  const bucket = [key.id, api.id, stage.stageName, name].join(' ');
  if (!takeToken(plan, bucket, throttle, region.now())) {
    throw new GatewayFault('THROTTLED');
  }
  countUse(plan, key, dayOf(region.now()));
}

function findKey({ region }: RoutedExchange, value: string | undefined): ApiKey | undefined {
  return Object.values(region.state.apigateway.apiKeys).find(
    (key) => key.value === value && key.enabled,
  );
}

function findPlan(exchange: RoutedExchange, { id }: ApiKey): UsagePlan | undefined {
  return Object.values(exchange.region.state.apigateway.usagePlans).find(
    ({ keyIds, apiStages }) =>
      keyIds.includes(id) && apiStages.some((planned) => isStage(planned, exchange)),
  );
}

function isStage(planned: PlannedStage, { api, stage }: RoutedExchange): boolean {
  return planned.apiId === api.id && planned.stage === stage.stageName;
}

/** A method's own limits within the plan go before the plan's. */
function throttleOf(
  { resource, method }: RoutedExchange,
  plan: UsagePlan,
  planned: PlannedStage | undefined,
): readonly [name: string, throttle: Throttle | undefined] {
  const name = `${resource.path}/${method.httpMethod}`;
  const own = planned?.throttle[name];
  return own === undefined ? ['', plan.throttle] : [name, own];
}

function countUse(plan: UsagePlan, { id }: ApiKey, today: string): void {
  if (remainingOn(plan, id, today) === 0) {
    throw new GatewayFault('QUOTA_EXCEEDED');
  }
  const ofKey = plan.usage[id] ?? byName<number>();
  ofKey[today] = (ofKey[today] ?? 0) + 1;
  plan.usage[id] = ofKey;
}
