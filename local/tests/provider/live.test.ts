import test from 'ava';
import { makeFunction, makeLoggingRole, makeStage } from './_helpers/programs.ts';
import { startWorkbench } from './_helpers/provider-on.ts';

const lag = { read: 0.3, seed: 20261129 };
const edits = ['one', 'two', 'three', 'four'];

test('what was made is in state although AWS still answers with what was there before', async (t) => {
  const bench = await startWorkbench(t, lag);
  const cloudwatchRoleArn = await makeLoggingRole(bench);
  await bench.make('aws:apigateway/account:Account', { cloudwatchRoleArn });
  const group = await bench.make('aws:cloudwatch/logGroup:LogGroup', { name: '/api/access' });
  const accessLogSettings = { destinationArn: group.state.arn, format: '$context.requestId' };
  const { api, stage } = await makeStage(bench, { accessLogSettings });
  t.like(stage.state, { accessLogSettings });
  const settings = { metricsEnabled: true, throttlingRateLimit: 10, throttlingBurstLimit: 5 };
  const made = await bench.make('aws:apigateway/methodSettings:MethodSettings', {
    restApi: api.id,
    stageName: 'prod',
    methodPath: '*/*',
    settings,
  });
  t.like(made.state, { settings });
});

test('what was changed is in state although AWS still answers with what was there before', async (t) => {
  const bench = await startWorkbench(t, lag);
  let { stage } = await makeStage(bench);
  await makeFunction(bench, { publish: true });
  let alias = await bench.make('aws:lambda/alias:Alias', {
    functionName: 'greeting',
    functionVersion: '1',
    name: 'PROD',
  });
  for (const description of edits) {
    stage = await bench.edit(stage, { ...stage.inputs, description });
    t.like(stage.state, { description });
    alias = await bench.edit(alias, { ...alias.inputs, description });
    t.like(alias.state, { description });
  }
});

test('what an update did not write is in state as AWS has it', async (t) => {
  const bench = await startWorkbench(t, lag);
  const { api, stage } = await makeStage(bench);
  const released = await bench.make('aws:apigateway/deployment:Deployment', {
    restApi: api.id,
    triggers: { sha: '2' },
  });
  const moved = await bench.edit(stage, { ...stage.inputs, deployment: released.id });
  const begun = performance.now();
  const kept = { ...moved, state: { ...moved.state, deployment: stage.inputs.deployment } };
  const asked = { ...stage.inputs, description: 'edited' };
  const edited = await bench.edit(kept, asked, ['deployment']);
  t.like(edited.state, { description: 'edited', deployment: released.id });
  t.true(performance.now() - begun < 10_000);
});
