import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { IncompleteResourceError } from '../../../provider/errors.ts';
import { startWorkbench, urnOf } from '../_helpers/provider-on.ts';
import { makeLoggingRole, makeStage } from '../_helpers/programs.ts';

test('a stage has its URL on this endpoint', async (t) => {
  const bench = await startWorkbench(t);
  const { api, stage } = await makeStage(bench);
  t.is(stage.id, `ags-${api.id}-prod`);
  t.like(stage.state, {
    invokeUrl: `${bench.url}/_aws/execute-api/${api.id}/prod`,
    arn: `arn:aws:apigateway:eu-west-1::/restapis/${api.id}/stages/prod`,
    executionArn: `arn:aws:execute-api:eu-west-1:123456789012:${api.id}/prod`,
    variables: { LambdaAlias: 'PROD' },
  });
  t.deepEqual(await bench.changes(stage, stage.inputs), []);
});

test('a stage in state with the URL of another endpoint is a change that writes nothing', async (t) => {
  const bench = await startWorkbench(t);
  const { api, stage } = await makeStage(bench);
  const moved = { ...stage, state: { ...stage.state, invokeUrl: 'http://127.0.0.1:1/old' } };
  t.deepEqual(await bench.changes(moved, stage.inputs), ['invokeUrl']);
  bench.operations();
  const edited = await bench.edit(moved, stage.inputs);
  t.is(edited.state.invokeUrl, `${bench.url}/_aws/execute-api/${api.id}/prod`);
  t.false(bench.operations().includes('UpdateStage'));
});

test('an edited description leaves alone what a release moved', async (t) => {
  const bench = await startWorkbench(t);
  const { api, stage } = await makeStage(bench);
  const next = await bench.make(
    'aws:apigateway/deployment:Deployment',
    { restApi: api.id },
    'next',
  );
  const key = { restApiId: api.id, stageName: 'prod' };
  await bench.clients.apigateway.send(
    new UpdateStageCommand({
      ...key,
      patchOperations: [
        { op: 'replace', path: '/deploymentId', value: next.id },
        { op: 'replace', path: '/variables/live', value: 'yes' },
      ],
    }),
  );
  await bench.edit(stage, { ...stage.inputs, description: 'edited' }, ['deployment']);
  const live = await bench.clients.apigateway.send(new GetStageCommand(key));
  t.like(live, { deploymentId: next.id, description: 'edited' });
  t.deepEqual(live.variables, { LambdaAlias: 'PROD', live: 'yes' });
});

test('the access log is set on creation, changed and taken away', async (t) => {
  const bench = await startWorkbench(t);
  const cloudwatchRoleArn = await makeLoggingRole(bench);
  await bench.make('aws:apigateway/account:Account', { cloudwatchRoleArn });
  const group = await bench.make('aws:cloudwatch/logGroup:LogGroup', { name: '/api/access' });
  const accessLogSettings = { destinationArn: group.state.arn, format: '$context.requestId' };
  const { stage } = await makeStage(bench, { accessLogSettings });
  t.deepEqual(stage.state.accessLogSettings, accessLogSettings);
  const format = '$context.requestId $context.status';
  const edited = await bench.edit(stage, {
    ...stage.inputs,
    accessLogSettings: { ...accessLogSettings, format },
  });
  t.deepEqual(edited.state.accessLogSettings, { ...accessLogSettings, format });
  const { accessLogSettings: _log, ...rest } = stage.inputs;
  t.is((await bench.edit(edited, rest)).state.accessLogSettings, undefined);
});

test('a stage whose access log is refused is kept, and said to have it, until a refresh', async (t) => {
  const bench = await startWorkbench(t);
  bench.aws.faults.replace([{ operation: 'UpdateStage', kind: 'fail' }]);
  const accessLogSettings = {
    destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:x',
    format: '$context.requestId',
  };
  const error = await t.throwsAsync(makeStage(bench, { accessLogSettings }), {
    instanceOf: IncompleteResourceError,
  });
  t.like(error.properties, { stageName: 'prod', accessLogSettings });
  const urn = urnOf('aws:apigateway/stage:Stage', 'it');
  const made = { urn, id: error.id, state: error.properties, inputs: {} };
  const asked = { ...error.properties };
  t.deepEqual(await bench.changes(made, asked), []);
  const refreshed = await bench.refresh(made);
  t.deepEqual(refreshed && (await bench.changes(refreshed, asked)), ['accessLogSettings']);
});
