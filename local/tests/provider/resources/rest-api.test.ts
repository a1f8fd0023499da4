import test from 'ava';
import { IncompleteResourceError } from '../../../provider/errors.ts';
import { startWorkbench } from '../_helpers/provider-on.ts';
import { makeApi, makeStage, openApi } from '../_helpers/programs.ts';

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

test('an API whose body is refused is kept, and another body is imported by the next run', async (t) => {
  const bench = await startWorkbench(t);
  const error = await t.throwsAsync(makeApi(bench, { body: 'no OpenAPI' }), {
    instanceOf: IncompleteResourceError,
    message: /^creating REST API "greeting" \(it\): BadRequestException: /,
  });
  t.is(error.properties.body, 'no OpenAPI', 'as the official provider says it');
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
