import { z } from 'zod';

import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { requireApiKey } from './api-keys.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { pageOf } from './paging.ts';
import { parseBody } from './request.ts';
import type { ApiKey, UsagePlan } from './state.ts';
import { requireUsagePlan } from './usage-plans.ts';
import { usagePlanKeyView } from './views.ts';

const path = '/usageplans/{usagePlanId}/keys';

const createBody = z.object({ keyId: z.string(), keyType: z.string() });

/** The API keys of a usage plan. They are listed the last first, and none of a plan that there is not. */
export const usagePlanKeyOperations: readonly RestOperation[] = [
  operation('CreateUsagePlanKey', `POST ${path}`, createUsagePlanKey),
  operation('GetUsagePlanKeys', `GET ${path}`, (request, region) => {
    const name = request.query.get('name') ?? '';
    const plan = region.state.apigateway.usagePlans[label(request, 'usagePlanId')];
    const keys = plan === undefined ? [] : keysOf(plan, region).reverse();
    const named = keys.filter((key) => key.name.startsWith(name));
    const { item, ...rest } = pageOf(request, named, ({ id }) => id);
    return { body: { item: item.map(usagePlanKeyView), ...rest } };
  }),
  operation('GetUsagePlanKey', `GET ${path}/{keyId}`, (request, region) => ({
    body: usagePlanKeyView(requireKeyOfPlan(request, region)),
  })),
  operation('DeleteUsagePlanKey', `DELETE ${path}/{keyId}`, (request, region) => {
    const { id } = requireKeyOfPlan(request, region);
    const plan = requireUsagePlan(request, region);
    plan.keyIds = plan.keyIds.filter((keyId) => keyId !== id);
    return { status: 202 };
  }),
];

/** The key that the label `keyId` names, which must be in the plan. @throws {AwsError} 404 */
export function requireKeyOfPlan(request: RestRequest, region: Region): ApiKey {
  const plan = requireUsagePlan(request, region);
  const key = keysOf(plan, region).find(({ id }) => id === label(request, 'keyId'));
  if (key === undefined) {
    throw notFound('Invalid API Key identifier specified');
  }
  return key;
}

function keysOf({ keyIds }: UsagePlan, region: Region): ApiKey[] {
  return keyIds.map((id) => requireApiKey(region, id));
}

/** A key has one plan at most for each stage, or its limits would contradict each other. */
function createUsagePlanKey(request: RestRequest, region: Region) {
  const { keyId, keyType } = parseBody(request, createBody, 'createUsagePlanKeyInput');
  const plan = requireUsagePlan(request, region);
  if (keyType !== 'API_KEY') {
    throw badRequest('Invalid key type specified. Must be one of: [API_KEY]');
  }
  const key = requireApiKey(region, keyId);
  if (plan.keyIds.includes(keyId)) {
    throw conflict('Usage Plan already contains the API Key');
  }
  const stages = new Set(plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`));
  for (const other of Object.values(region.state.apigateway.usagePlans)) {
    const shared = other.apiStages.find(({ apiId, stage }) => stages.has(`${apiId}:${stage}`));
    if (shared !== undefined && other.keyIds.includes(keyId)) {
      throw conflict(
        `API Key ${keyId} cannot be added: its Usage Plan ${other.id} has the API Stage ${shared.apiId}:${shared.stage}, too`,
      );
    }
  }
  plan.keyIds.push(keyId);
  return { status: 201, body: usagePlanKeyView(key) };
}
