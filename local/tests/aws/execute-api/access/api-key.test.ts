import {
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsageCommand,
  UpdateApiKeyCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import type { CreateUsagePlanCommandInput, PatchOperation } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import type { ExecutionContext } from 'ava';

import { createKey } from '../../apigateway/_key.ts';
import { deployApi } from '../_deployed.ts';

const operation = {
  responses: { 200: {} },
  security: [{ api_key: [] }],
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: {
      default: {
        statusCode: '200',
        responseTemplates: { 'application/json': '$context.identity.apiKeyId' },
      },
    },
  },
};
const paths = { '/orders': { get: operation }, '/pets': { get: operation } };
const components = {
  securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
};

/** An API that asks for a key, and a plan for it with one. */
async function withKey(t: ExecutionContext, limits: Partial<CreateUsagePlanCommandInput> = {}) {
  const { clients, apiId, url } = await deployApi(t, paths, { components });
  const { apigateway } = clients;
  const plan = await apigateway.send(
    new CreateUsagePlanCommand({
      ...{ name: 'shop', apiStages: [{ apiId, stage: 'prod' }], ...limits },
    }),
  );
  const usagePlanId = plan.id ?? '';
  const key = await createKey(t, apigateway);
  await apigateway.send(
    new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: 'API_KEY' }),
  );
  const get = async (path = '/orders', value: string | undefined = key.value) => {
    const headers = value === '' ? {} : { 'x-api-key': value };
    const response = await fetch(url('prod') + path, { headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const patch = (...patchOperations: PatchOperation[]) =>
    apigateway.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
  return { apigateway, apiId, usagePlanId, key, get, patch };
}

test('a method that asks for a key is forbidden without one', async (t) => {
  const { get, key } = await withKey(t);
  for (const value of ['', 'wrong']) {
    const { status, text, headers } = await get('/orders', value);
    t.deepEqual({ status, text }, { status: 403, text: '{"message":"Forbidden"}' });
    t.is(headers.get('x-amzn-errortype'), 'ForbiddenException');
  }
  t.like(await get(), { status: 200, text: key.id });
});

test('a key opens nothing while it is disabled, or its plan is without the stage', async (t) => {
  const { apigateway, get, key, patch, apiId } = await withKey(t);
  const enable = (value: string) =>
    apigateway.send(
      new UpdateApiKeyCommand({
        apiKey: key.id,
        patchOperations: [{ op: 'replace', path: '/enabled', value }],
      }),
    );
  await enable('false');
  t.is((await get()).status, 403);
  await enable('true');
  t.is((await get()).status, 200);
  await patch({ op: 'remove', path: '/apiStages', value: `${apiId}:prod` });
  t.is((await get()).status, 403);
});

test('above the rate of its plan, or of a method in it, a key is throttled', async (t) => {
  const { get, patch, apiId } = await withKey(t, { throttle: { rateLimit: 0, burstLimit: 1 } });
  t.is((await get()).status, 200);
  t.like(await get(), { status: 429, text: '{"message":"Too Many Requests"}' });
  await patch({ op: 'replace', path: '/description', value: 'changed' });
  t.is((await get()).status, 429, 'what was used up stays so');
  const path = `/apiStages/${apiId}:prod/throttle/~1pets/GET`;
  await patch(
    { op: 'replace', path: `${path}/rateLimit`, value: '0' },
    { op: 'replace', path: `${path}/burstLimit`, value: '2' },
  );
  const statuses = [await get('/pets'), await get('/pets'), await get('/pets')];
  t.deepEqual(
    statuses.map(({ status }) => status),
    [200, 200, 429],
  );
});

test('above the quota of its plan a key is refused until it is given more', async (t) => {
  const { apigateway, usagePlanId, get, key } = await withKey(t, {
    quota: { limit: 2, period: 'DAY' },
  });
  t.is((await get()).status, 200);
  t.is((await get()).status, 200);
  const { headers, ...refused } = await get();
  t.deepEqual(refused, { status: 429, text: '{"message":"Limit Exceeded"}' });
  t.is(headers.get('x-amzn-errortype'), 'LimitExceededException');
  const today = new Date().toISOString().slice(0, 10);
  const of = { usagePlanId, keyId: key.id };
  const usage = await apigateway.send(
    new GetUsageCommand({ ...of, startDate: today, endDate: today }),
  );
  t.deepEqual(usage.items, { [key.id]: [[2, 0]] });
  await apigateway.send(
    new UpdateUsageCommand({
      ...of,
      patchOperations: [{ op: 'replace', path: '/remaining', value: '1' }],
    }),
  );
  t.is((await get()).status, 200);
  t.is((await get()).status, 429);
});
