import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { byName, fromEntries } from '../by-name.ts';
import { badRequest } from './errors.ts';
import { dayOf, daysBetween, remainingOn } from './quota.ts';
import { numberOf, patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import type { UsagePlan } from './state.ts';
import { requireKeyOfPlan } from './usage-plan-keys.ts';
import { requireUsagePlan } from './usage-plans.ts';

const dayPattern = /^\d{4}-\d\d-\d\d$/;

/** How often the keys of a plan were used, by day. */
export const usageOperations: readonly RestOperation[] = [
  operation('GetUsage', 'GET /usageplans/{usagePlanId}/usage', (request, region) => {
    const plan = requireUsagePlan(request, region);
    const startDate = dateQuery(request, 'startDate');
    const endDate = dateQuery(request, 'endDate');
    const keyId = request.query.get('keyId');
    const keyIds = plan.keyIds.filter((id) => keyId === null || id === keyId);
    return { body: usageView(plan, keyIds, startDate, endDate) };
  }),
  operation('UpdateUsage', 'PATCH /usageplans/{usagePlanId}/keys/{keyId}/usage', updateUsage),
];

/** Gives a client more, or less, of its quota for the rest of the period. */
function updateUsage(request: RestRequest, region: Region) {
  const { patchOperations } = parseBody(request, patchBody, 'updateUsageInput');
  const { id } = requireKeyOfPlan(request, region);
  const plan = requireUsagePlan(request, region);
  const today = dayOf(region.now());
  for (const patch of patchOperations) {
    const left = remainingOn(plan, id, today);
    if (patch.path !== '/remaining' || patch.op !== 'replace' || left === undefined) {
      throw badRequest(
        `Invalid patch path  '${patch.path}' specified for op '${patch.op}'. Must be one of: [/remaining]`,
      );
    }
    const ofKey = plan.usage[id] ?? byName<number>();
    ofKey[today] = (ofKey[today] ?? 0) + left - Math.trunc(numberOf(patch));
    plan.usage[id] = ofKey;
  }
  return { body: usageView(plan, [label(request, 'keyId')], today, today) };
}

/** For each key and day what was used, and what was left at its end. */
function usageView(plan: UsagePlan, keyIds: readonly string[], startDate: string, endDate: string) {
  const days = daysBetween(startDate, endDate);
  const values = fromEntries(
    keyIds.map((keyId) => [
      keyId,
      days.map((day) => [plan.usage[keyId]?.[day] ?? 0, remainingOn(plan, keyId, day) ?? 0]),
    ]),
  );
  return { usagePlanId: plan.id, startDate, endDate, values };
}

function dateQuery(request: RestRequest, name: string): string {
  const value = request.query.get(name) ?? '';
  if (!dayPattern.test(value) || Number.isNaN(Date.parse(value))) {
    throw badRequest(`Invalid date specified for ${name}: it must be YYYY-MM-DD`);
  }
  return value;
}
