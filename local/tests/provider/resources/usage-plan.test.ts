import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { makeStage } from '../_helpers/programs.ts';

const type = 'aws:apigateway/usagePlan:UsagePlan';

test('a usage plan is made, changed, read back, and deleted with its stages', async (t) => {
  const bench = await startWorkbench(t);
  const { api } = await makeStage(bench);
  const throttles = [{ path: '/greeting/GET', rateLimit: 1, burstLimit: 2 }];
  const asked = {
    name: 'shop',
    apiStages: [{ apiId: api.id, stage: 'prod', throttles }],
    throttleSettings: { rateLimit: 5.5, burstLimit: 10 },
    quotaSettings: { limit: 100, period: 'MONTH' },
  };
  const made = await bench.make(type, asked);
  t.like(made.state, {
    ...asked,
    quotaSettings: { limit: 100, offset: 0, period: 'MONTH' },
    arn: `arn:aws:apigateway:eu-west-1::/usageplans/${made.id}`,
  });
  t.deepEqual(await bench.changes(made, asked), []);
  const slower = await bench.edit(made, { ...asked, throttleSettings: { rateLimit: 1 } });
  t.like(slower.state, { throttleSettings: { rateLimit: 1, burstLimit: 0 } });
  const others = {
    name: 'shops',
    apiStages: [
      { apiId: api.id, stage: 'prod', throttles: [{ path: '/greeting/GET', rateLimit: 3 }] },
    ],
    quotaSettings: { limit: 7, offset: 1, period: 'WEEK' },
    tags: { shop: 'one' },
  };
  const edited = await bench.edit(slower, others);
  const refreshed = await bench.refresh(edited);
  t.like(refreshed?.state, { ...others, throttleSettings: undefined });
  t.deepEqual(await bench.changes(edited, others), []);
  await bench.provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
  await t.notThrowsAsync(bench.provider.delete(edited));
});

test('a key comes into a plan and leaves it', async (t) => {
  const bench = await startWorkbench(t);
  const plan = await bench.make(type, { name: 'shop' }, 'plan');
  const key = await bench.make('aws:apigateway/apiKey:ApiKey', { name: 'till' }, 'key');
  const asked = { usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' };
  const made = await bench.make('aws:apigateway/usagePlanKey:UsagePlanKey', asked, 'planKey');
  t.is(made.id, key.id);
  t.like(made.state, { ...asked, name: 'till', value: key.state.value });
  t.deepEqual(await bench.changes(made, asked), []);
  const imported = await bench.provider.read(
    { ...made, id: `${plan.id}/${key.id}`, state: {} },
    {},
  );
  t.like(imported?.properties, asked);
  await bench.provider.delete(made);
  t.is(await bench.refresh(made), undefined);
});
