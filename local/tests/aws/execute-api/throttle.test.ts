import test from 'ava';

import type { Answer } from './_api.ts';
import { definition, method, methodSetting, mock, mockAnswering, openGateway } from './_api.ts';

const echo = mockAnswering('$stageVariables.name $context.isCanaryRequest $context.deploymentId');

test('a canary serves its share with its deployment and its variables', async (t) => {
  const gateway = await openGateway(t, definition({ '/': { GET: method(echo) } }), {
    stage: { variables: { name: 'stable' } },
  });
  const { api, get } = gateway;
  t.is((await get('/')).text, 'stable  first');
  api.deployments.canary = {
    id: 'canary',
    createdDate: 0,
    definition: definition({ '/': { GET: method(echo) }, '/new': { GET: method(mock()) } }),
  };
  const prod = api.stages.prod;
  if (prod === undefined) return t.fail();
  const canary = {
    deploymentId: 'canary',
    stageVariableOverrides: { name: 'canary' },
    useStageCache: false,
  };
  prod.canarySettings = { ...canary, percentTraffic: 0 };
  t.is((await get('/')).text, 'stable false first');
  prod.canarySettings = { ...canary, percentTraffic: 100 };
  t.is((await get('/')).text, 'canary true canary');
  t.is((await get('/new')).status, 200);
});

test('a canary of half the traffic serves about half of it', async (t) => {
  const canarySettings = {
    percentTraffic: 50,
    deploymentId: 'first',
    stageVariableOverrides: {},
    useStageCache: false,
  };
  const served = definition({ '/': { GET: method(mockAnswering('$context.isCanaryRequest')) } });
  const { get } = await openGateway(t, served, { stage: { canarySettings } });
  const answers = await Promise.all(Array.from({ length: 1000 }, () => get('/')));
  const share = answers.filter(({ text }) => text === 'true').length;
  t.true(share > 400 && share < 600, `${String(share)} of 1,000`);
});

test('above rate and burst requests are answered 429 until the bucket fills', async (t) => {
  let now = 1_000_000;
  const throttled = methodSetting({ throttlingBurstLimit: 2, throttlingRateLimit: 10 });
  const { get } = await openGateway(t, definition({ '/': { GET: method(mock()) } }), {
    now: () => now,
    stage: { methodSettings: { '*/*': throttled } },
  });
  const statuses = async (count: number): Promise<number[]> => {
    const answers: Answer[] = [];
    for (let index = 0; index < count; index += 1) answers.push(await get('/'));
    return answers.map(({ status }) => status);
  };
  t.deepEqual(await statuses(3), [200, 200, 429]);
  const { text, headers } = await get('/');
  t.is(text, '{"message":"Too Many Requests"}');
  t.is(headers.get('x-amzn-errortype'), 'TooManyRequestsException');
  now += 100;
  t.deepEqual(await statuses(2), [200, 429]);
  now += 10_000;
  t.deepEqual(await statuses(3), [200, 200, 429]);
});

test('the settings of a method go before those of the stage', async (t) => {
  const none = methodSetting({ throttlingBurstLimit: 0, throttlingRateLimit: 0 });
  const served = definition({
    '/a/b': { GET: method(mock()), POST: method(mock()) },
    '/c': { GET: method(mock()) },
  });
  const { get } = await openGateway(t, served, {
    now: () => 0,
    stage: {
      methodSettings: { '*/*': none, '~1a~1b/GET': methodSetting(), 'c/GET': methodSetting() },
    },
  });
  t.is((await get('/a/b')).status, 200);
  t.is((await get('/c')).status, 200);
  t.is((await get('/a/b', { method: 'POST' })).status, 429);
});
