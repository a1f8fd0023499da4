import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { IncompleteResourceError } from '../../../provider/errors.ts';
import { providerAt, startWorkbench } from '../_helpers/provider-on.ts';
import { makeApi, makeLoggingRole, makeStage, openApi } from '../_helpers/programs.ts';

test('an API with a body has its routes, and keeps the name that the program gives', async (t) => {
  const bench = await startWorkbench(t);
  const { id, state } = await makeApi(bench, { endpointConfiguration: { types: 'REGIONAL' } });
  t.like(state, {
    name: 'greeting',
    arn: `arn:aws:apigateway:eu-west-1::/restapis/${id}`,
    executionArn: `arn:aws:execute-api:eu-west-1:123456789012:${id}`,
    body: openApi(),
  });
  t.like(state.endpointConfiguration, { types: 'REGIONAL' });
  t.regex(String(state.createdDate), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  t.regex(String(state.rootResourceId), /^[a-z0-9]{10}$/);
});

test('the same API is no change, also after a refresh', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeApi(bench, { endpointConfiguration: { types: 'REGIONAL' } });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  const refreshed = await bench.refresh(made);
  t.deepEqual(refreshed?.inputs, made.inputs);
  t.deepEqual(refreshed && (await bench.changes(refreshed, made.inputs)), []);
});

test('an edited body is imported again, in place', async (t) => {
  const bench = await startWorkbench(t);
  const made = await makeApi(bench);
  bench.operations();
  const edited = await bench.edit(made, { ...made.inputs, body: openApi('/farewell') });
  t.is(edited.state.name, 'greeting');
  t.true(bench.operations().includes('PutRestApi'));
});

test('an API whose body is refused is kept without it, and the next run imports it', async (t) => {
  const bench = await startWorkbench(t);
  const error = await t.throwsAsync(makeApi(bench, { body: 'no OpenAPI' }), {
    instanceOf: IncompleteResourceError,
    message: /^creating REST API "greeting" \(it\): BadRequestException: /,
  });
  t.is(error.properties.body, undefined);
  const urn = 'urn:pulumi:local::project::aws:apigateway/restApi:RestApi::it';
  const { changed } = await bench.provider.diff({
    urn,
    id: error.id,
    state: error.properties,
    asked: { name: 'greeting', body: openApi(), putRestApiMode: 'overwrite' },
    ignoreChanges: [],
  });
  t.deepEqual([...changed], ['body']);
});

test('other triggers, or another API, make another deployment; another description does not', async (t) => {
  const bench = await startWorkbench(t);
  const { deployment } = await makeStage(bench);
  const change = { ...deployment, ignoreChanges: [] };
  const differ = async (more: object) =>
    bench.provider.diff({ ...change, asked: { ...deployment.inputs, ...more } });
  t.deepEqual((await differ({ triggers: { sha: '2' } })).replaces, ['triggers']);
  t.deepEqual((await differ({ restApi: 'other' })).replaces, ['restApi']);
  t.deepEqual((await differ({ description: 'x' })).replaces, []);
  t.deepEqual(Object.keys(deployment.state).sort(), [
    'createdDate',
    'description',
    'region',
    'restApi',
    'triggers',
  ]);
});

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

test('a stage whose access log is refused is kept without it', async (t) => {
  const bench = await startWorkbench(t);
  bench.aws.faults.replace([{ operation: 'UpdateStage', kind: 'fail' }]);
  const accessLogSettings = {
    destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:x',
    format: '$context.requestId',
  };
  const error = await t.throwsAsync(makeStage(bench, { accessLogSettings }), {
    instanceOf: IncompleteResourceError,
  });
  t.is(error.properties.accessLogSettings, undefined);
  t.like(error.properties, { stageName: 'prod' });
});

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

test('API, deployment, stage and method settings are imported by the ids of the official provider', async (t) => {
  const bench = await startWorkbench(t);
  const { api, deployment, stage } = await makeStage(bench);
  const settings = await bench.make('aws:apigateway/methodSettings:MethodSettings', {
    restApi: api.id,
    stageName: 'prod',
    methodPath: '*/*',
    settings: { metricsEnabled: true },
  });
  const importAs = async ({ urn }: { urn: string }, id: string) =>
    (await bench.provider.read({ urn, id, state: {} }, {}))?.id;
  t.is(await importAs(api, api.id), api.id);
  t.is(await importAs(deployment, `${api.id}/${deployment.id}`), deployment.id);
  t.is(await importAs(stage, `${api.id}/prod`), stage.id);
  t.is(await importAs(settings, `${api.id}/prod/*/*`), settings.id);
  await t.throwsAsync(importAs(stage, 'prod'), { message: /expected REST_API_ID\/STAGE_NAME/ });
});

test('deleted in the order of a destroy, nothing is left, and deleting again is no error', async (t) => {
  const bench = await startWorkbench(t);
  const { api, deployment, stage } = await makeStage(bench);
  for (const made of [stage, deployment, api]) {
    await bench.provider.delete(made);
    await t.notThrowsAsync(bench.provider.delete(made));
    t.is(await bench.refresh(made), undefined);
  }
});

test("the account's role is set, read back, and taken away with the resource (trap D15)", async (t) => {
  const bench = await startWorkbench(t);
  const cloudwatchRoleArn = await makeLoggingRole(bench);
  const made = await bench.make('aws:apigateway/account:Account', { cloudwatchRoleArn });
  t.is(made.id, 'api-gateway-account');
  t.is(made.state.cloudwatchRoleArn, cloudwatchRoleArn);
  t.deepEqual(await bench.changes(made, made.inputs), []);
  await bench.provider.delete(made);
  t.is((await bench.refresh(made))?.state.cloudwatchRoleArn, '');
});

test('an endpoint that does not answer is named', async (t) => {
  const provider = providerAt('http://127.0.0.1:1');
  const urn = 'urn:pulumi:local::project::aws:apigateway/restApi:RestApi::it';
  await t.throwsAsync(provider.read({ urn, id: 'x', state: {} }, {}), {
    message:
      'reading REST API "it": the embedded AWS at http://127.0.0.1:1 does not answer (ECONNREFUSED)',
  });
});
