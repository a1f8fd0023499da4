import {
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import type { CreateUsagePlanCommandInput, PatchOperation } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { refuses } from './_api.ts';
import { createKey } from './_key.ts';
import { deployedStage } from './_stage.ts';

async function withPlan(t: ExecutionContext, input: Partial<CreateUsagePlanCommandInput> = {}) {
  const { clients, stage } = await deployedStage(t);
  const { apigateway } = clients;
  const apiStages = [{ apiId: stage.restApiId, stage: 'prod' }];
  const plan = await apigateway.send(
    new CreateUsagePlanCommand({ name: 'shop', apiStages, ...input }),
  );
  const usagePlanId = plan.id ?? '';
  const patch = (...patchOperations: PatchOperation[]) =>
    apigateway.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
  const read = async () => {
    const { $metadata: _sent, ...rest } = await apigateway.send(
      new GetUsagePlanCommand({ usagePlanId }),
    );
    return rest;
  };
  const named = `${stage.restApiId}:prod`;
  return { apigateway, stage, apiStages, plan, usagePlanId, patch, read, named };
}

test('a plan has stages, a throttle and a quota', async (t) => {
  const throttle = { burstLimit: 5, rateLimit: 2.5 };
  const quota = { limit: 100, offset: 2, period: 'MONTH' as const };
  const { plan, apiStages, read, apigateway, usagePlanId } = await withPlan(t, { throttle, quota });
  t.like(plan, { name: 'shop', apiStages, throttle, quota, tags: undefined });
  t.like(await read(), { apiStages, tags: {} });
  const { items = [] } = await apigateway.send(new GetUsagePlansCommand({ limit: 500 }));
  t.true(items.some(({ id }) => id === usagePlanId));
});

test('a plan is patched', async (t) => {
  const { patch, read, named, apiStages } = await withPlan(t);
  await patch(
    { op: 'add', path: '/throttle/rateLimit', value: '7.5' },
    { op: 'add', path: '/throttle/burstLimit', value: '9' },
    { op: 'add', path: '/quota/limit', value: '10' },
    { op: 'add', path: '/quota/period', value: 'WEEK' },
    {
      op: 'replace',
      path: `/apiStages/${named}/throttle/~1greeting/GET/rateLimit`,
      value: '1',
    },
  );
  t.like(await read(), {
    throttle: { rateLimit: 7.5, burstLimit: 9 },
    quota: { limit: 10, offset: 0, period: 'WEEK' },
    apiStages: [{ ...apiStages[0], throttle: { '/greeting/GET': { rateLimit: 1 } } }],
  });
  await patch(
    { op: 'remove', path: '/throttle' },
    { op: 'remove', path: '/quota' },
    { op: 'remove', path: '/apiStages', value: named },
  );
  t.like(await read(), { throttle: undefined, quota: undefined, apiStages: [] });
  await refuses(t, patch({ op: 'remove', path: '/apiStages', value: named }), {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid API Stage specified',
  });
});

test('a plan has only stages that there are, and is deleted without any', async (t) => {
  const { apigateway, stage, usagePlanId, read, named } = await withPlan(t);
  const wrong = { name: 'other', apiStages: [{ apiId: stage.restApiId, stage: 'none' }] };
  await refuses(t, apigateway.send(new CreateUsagePlanCommand(wrong)), {
    name: 'NotFoundException',
    status: 404,
    message: `API Stage not found: ${stage.restApiId}:none`,
  });
  const remove = () => apigateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
  await refuses(t, remove(), {
    name: 'BadRequestException',
    status: 400,
    message: `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${named}`,
  });
  await apigateway.send(new DeleteStageCommand(stage));
  t.deepEqual((await read()).apiStages, []);
  t.is((await remove()).$metadata.httpStatusCode, 202);
  await refuses(t, read(), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid Usage Plan ID specified',
  });
});

test('keys come into a plan and leave it', async (t) => {
  const { apigateway, usagePlanId, apiStages } = await withPlan(t);
  const { id: keyId, value } = await createKey(t, apigateway, { name: 'till' });
  const add = (plan: string, key = keyId) =>
    apigateway.send(
      new CreateUsagePlanKeyCommand({ usagePlanId: plan, keyId: key, keyType: 'API_KEY' }),
    );
  t.like(await add(usagePlanId), { id: keyId, type: 'API_KEY', value, name: 'till' });
  const of = { usagePlanId, keyId };
  t.like(await apigateway.send(new GetUsagePlanKeyCommand(of)), { id: keyId });
  const listed = async (plan = usagePlanId) => {
    const { items = [] } = await apigateway.send(
      new GetUsagePlanKeysCommand({ usagePlanId: plan }),
    );
    return items.map(({ id }) => id);
  };
  const { id: later } = await createKey(t, apigateway, { name: 'door' });
  await add(usagePlanId, later);
  t.deepEqual(await listed(), [later, keyId]);
  t.deepEqual(await listed('none'), []);
  const second = await apigateway.send(new CreateUsagePlanCommand({ name: 'second', apiStages }));
  await t.throwsAsync(add(usagePlanId), { name: 'ConflictException' });
  await t.throwsAsync(add(second.id ?? ''), { name: 'ConflictException' });
  await t.throwsAsync(add(usagePlanId, 'none'), { name: 'NotFoundException' });
  const removed = await apigateway.send(new DeleteUsagePlanKeyCommand(of));
  t.is(removed.$metadata.httpStatusCode, 202);
  t.deepEqual(await listed(), [later]);
});
