import { z } from 'zod';

import { byName, namedValues } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { badRequest, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { pageOf } from './paging.ts';
import { applyPatch, patchBody, setPatched } from './patch.ts';
import { parseBody } from './request.ts';
import { seconds } from './stages.ts';
import type { UsagePlan } from './state.ts';
import { verifyTags } from './tags.ts';
import { usagePlanRules } from './usage-plan-patch.ts';
import { verifyPlan } from './usage-plan-rules.ts';
import { taggedUsagePlanView, usagePlanView } from './views.ts';

const path = '/usageplans/{usagePlanId}';

const throttleBody = z.object({
  burstLimit: z.number().int().exactOptional(),
  rateLimit: z.number().exactOptional(),
});

const createBody = z.object({
  name: z.string(),
  description: z.string().optional(),
  apiStages: z
    .array(
      z.object({
        apiId: z.string(),
        stage: z.string(),
        throttle: namedValues(throttleBody).prefault({}),
      }),
    )
    .default([]),
  throttle: throttleBody.optional(),
  quota: z
    .object({
      limit: z.number().int().default(0),
      offset: z.number().int().default(0),
      period: z.enum(['DAY', 'WEEK', 'MONTH']),
    })
    .optional(),
  tags: namedValues(z.string()).prefault({}),
});

/** Which stages the clients with an API key may call, how fast and how often. */
export const usagePlanOperations: readonly RestOperation[] = [
  operation('CreateUsagePlan', 'POST /usageplans', createUsagePlan),
  operation('GetUsagePlans', 'GET /usageplans', (request, region) => {
    const keyId = request.query.get('keyId');
    const plans = Object.values(region.state.apigateway.usagePlans).filter(
      ({ keyIds }) => keyId === null || keyIds.includes(keyId),
    );
    const { item, ...rest } = pageOf(request, plans, ({ id }) => id);
    return { body: { item: item.map(usagePlanView), ...rest } };
  }),
  operation('GetUsagePlan', `GET ${path}`, (request, region) => ({
    body: taggedUsagePlanView(requireUsagePlan(request, region)),
  })),
  operation('UpdateUsagePlan', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateUsagePlanInput');
    const plan = requireUsagePlan(request, region);
    const patched = applyPatch(plan, patchOperations, usagePlanRules);
    verifyPlan(patched, region);
    setPatched(plan, patched);
    return { body: taggedUsagePlanView(plan) };
  }),
  operation('DeleteUsagePlan', `DELETE ${path}`, (request, region) => {
    const { id, apiStages } = requireUsagePlan(request, region);
    const [first] = apiStages;
    if (first !== undefined) {
      throw badRequest(
        `Cannot delete Usage Plan ${id} because there are API Stages associated with it, including ${first.apiId}:${first.stage}`,
      );
    }
    Reflect.deleteProperty(region.state.apigateway.usagePlans, id);
    return { status: 202 };
  }),
];

/** The plan that the label `usagePlanId` names. @throws {AwsError} 404 */
export function requireUsagePlan(request: RestRequest, region: Region): UsagePlan {
  const plan = region.state.apigateway.usagePlans[label(request, 'usagePlanId')];
  if (plan === undefined) {
    throw notFound('Invalid Usage Plan ID specified');
  }
  return plan;
}

function createUsagePlan(request: RestRequest, region: Region) {
  const body = parseBody(request, createBody, 'createUsagePlanInput');
  const { name, apiStages, tags, description, throttle, quota } = body;
  verifyTags(tags);
  const plan: UsagePlan = {
    ...{ id: newId(6), name, createdDate: seconds(region), tags, keyIds: [], usage: byName() },
    ...(description === undefined ? {} : { description }),
    apiStages: apiStages.map((planned) => ({
      ...planned,
      throttle: byName(planned.throttle),
    })),
    ...(throttle === undefined ? {} : { throttle }),
    ...(quota === undefined ? {} : { quota }),
  };
  verifyPlan(plan, region);
  region.state.apigateway.usagePlans[plan.id] = plan;
  return { status: 201, body: usagePlanView(plan) };
}
