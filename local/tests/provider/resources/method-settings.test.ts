import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { makeStage } from '../_helpers/programs.ts';

test('method settings are patched one by one, and are the same after a refresh', async (t) => {
  const bench = await startWorkbench(t);
  const { api } = await makeStage(bench);
  const settings = { metricsEnabled: true, throttlingRateLimit: 10, throttlingBurstLimit: 5 };
  const made = await bench.make('aws:apigateway/methodSettings:MethodSettings', {
    restApi: api.id,
    stageName: 'prod',
    methodPath: '*/*',
    settings,
  });
  t.is(made.id, `${api.id}-prod-*/*`);
  t.like(made.state.settings, settings);
  t.deepEqual(await bench.changes(made, made.inputs), []);
  t.deepEqual((await bench.refresh(made))?.inputs, made.inputs);
  const edited = await bench.edit(made, {
    ...made.inputs,
    settings: { ...settings, throttlingRateLimit: 20 },
  });
  t.like(edited.state.settings, { throttlingRateLimit: 20, throttlingBurstLimit: 5 });
  await bench.provider.delete(edited);
  t.is(await bench.refresh(edited), undefined);
  await t.notThrowsAsync(bench.provider.delete(edited));
});

test('method settings without limits are no change either', async (t) => {
  const bench = await startWorkbench(t);
  const { api } = await makeStage(bench);
  const made = await bench.make('aws:apigateway/methodSettings:MethodSettings', {
    restApi: api.id,
    stageName: 'prod',
    methodPath: '*/*',
    settings: { metricsEnabled: true },
  });
  t.deepEqual(await bench.changes(made, made.inputs), []);
});
