import type { Region } from '../region.ts';
import { badRequest, notFound } from './errors.ts';
import type { Quota, Throttle, UsagePlan } from './state.ts';

/** The days of a period that an offset can be of, as AWS bounds them. */
const maximumOffsets = { DAY: 0, WEEK: 6, MONTH: 27 };

/**
 * Refuses a plan that AWS refuses.
 *
 * @throws {AwsError} 400, and 404 for a stage that there is not
 */
export function verifyPlan(plan: UsagePlan, region: Region): void {
  if (plan.name === '') {
    throw badRequest('Usage Plan name cannot be blank');
  }
  verifyThrottle(plan.throttle);
  verifyQuota(plan.quota);
  const seen = new Set<string>();
  for (const { apiId, stage, throttle } of plan.apiStages) {
    const name = `${apiId}:${stage}`;
    if (region.state.apigateway.restApis[apiId]?.stages[stage] === undefined) {
      throw notFound(`API Stage not found: ${name}`);
    }
    if (seen.has(name)) {
      throw badRequest(`API Stage ${name} is already in the Usage Plan`);
    }
    seen.add(name);
    Object.values(throttle).forEach(verifyThrottle);
  }
}

function verifyThrottle(throttle: Throttle | undefined): void {
  const { burstLimit = 0, rateLimit = 0 } = throttle ?? {};
  if (burstLimit < 0 || rateLimit < 0) {
    throw badRequest('Usage Plan throttle limits must not be negative');
  }
}

function verifyQuota(quota: Quota | undefined): void {
  if (quota === undefined) {
    return;
  }
  if (quota.limit < 1) {
    throw badRequest('Usage Plan quota limit must be at least 1');
  }
  const maximum = maximumOffsets[quota.period];
  if (quota.offset < 0 || quota.offset > maximum) {
    throw badRequest(
      `Usage Plan quota offset must be between 0 and ${maximum} for the period ${quota.period}`,
    );
  }
}
