/** Of a target, what says when its api tier runs. */
interface Staging {
  readonly apiTier?: 'before' | 'after' | undefined;
  readonly standby?: 'off' | undefined;
}

/**
 * What API Gateway allows of one API by default
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
 */
export const maxApiStages = 10;

/**
 * Whether a target's candidate is tested before its callers meet it, which takes a standby API stage: as its
 * settings say, and where they say nothing on the last target, as no target after it is saved by a test there.
 *
 * @param targets all of a stack, in their order.
 */
export function hasStandbyStage(targets: readonly Staging[], index: number): boolean {
  const { apiTier, standby } = targets[index] ?? {};
  const isLast = index === targets.length - 1;
  return standby !== 'off' && (apiTier ?? (isLast ? 'before' : 'after')) === 'before';
}
