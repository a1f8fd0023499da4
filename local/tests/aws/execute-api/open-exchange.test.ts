import test from 'ava';

import type { ApiDefinition } from '../../../aws/apigateway/state.ts';
import { byName } from '../../../aws/by-name.ts';
import { toState } from '../../_helpers/plain.ts';
import { definition, method, mock, mockAnswering, openGateway } from './_api.ts';

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
    definition: toState<ApiDefinition>(
      definition({ '/': { GET: method(echo) }, '/new': { GET: method(mock()) } }),
    ),
  };
  const prod = api.stages.prod;
  if (prod === undefined) {
    return t.fail();
  }
  const canary = {
    deploymentId: 'canary',
    stageVariableOverrides: byName({ name: 'canary' }),
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
