import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  TestInvokeMethodCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { account, startEmbedded } from '../../_helpers/embedded.ts';
import { deleteLater, refuses } from './_api.ts';

test('a new REST API has an id of ten characters, a root resource and two models', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const created = await apigateway.send(
    new CreateRestApiCommand({ name: 'one', description: 'first', tags: { team: 'a' } }),
  );
  const restApiId = created.id ?? '';
  deleteLater(t, apigateway, restApiId);

  t.is(created.$metadata.httpStatusCode, 201);
  t.regex(restApiId, /^[a-z0-9]{10}$/);
  t.true(Math.abs((created.createdDate?.getTime() ?? 0) - Date.now()) < 60_000);
  const { $metadata: _sent, ...api } = await apigateway.send(new GetRestApiCommand({ restApiId }));
  t.like(api, { name: 'one', description: 'first', apiKeySource: 'HEADER', tags: { team: 'a' } });
  const { items } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  t.deepEqual(items, [{ id: api.rootResourceId ?? '', path: '/' }]);
  const models = await apigateway.send(new GetModelsCommand({ restApiId }));
  t.deepEqual(models.items?.map(({ name }) => name).sort(), ['Empty', 'Error']);
});

test('an unknown API is a 404 that names account and id', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const notFound = {
    name: 'NotFoundException',
    status: 404,
    message: `Invalid API identifier specified ${account}:abcdefghij`,
  };
  const call = { restApiId: 'abcdefghij' };
  await refuses(t, apigateway.send(new GetRestApiCommand(call)), notFound);
  await refuses(t, apigateway.send(new DeleteRestApiCommand(call)), notFound);
  await refuses(t, apigateway.send(new GetResourcesCommand({ restApiId: 'constructor' })), {
    ...notFound,
    message: /constructor$/,
  });
});

testEmbedded(
  'lists come in pages of the given limit, without a position on the last',
  async (t) => {
    const { apigateway } = (await startEmbedded(t)).clients;
    for (const name of ['a', 'b', 'c']) {
      const { id = '' } = await apigateway.send(new CreateRestApiCommand({ name }));
      deleteLater(t, apigateway, id);
    }
    const first = await apigateway.send(new GetRestApisCommand({ limit: 2 }));
    t.is(first.items?.length, 2);
    const { position = '' } = first;
    const second = await apigateway.send(new GetRestApisCommand({ limit: 2, position }));
    t.is(second.items?.length, 1);
    t.is(second.position, undefined);
    const names = [...(first.items ?? []), ...(second.items ?? [])].map(({ name }) => name);
    t.deepEqual(names.sort(), ['a', 'b', 'c']);
  },
);

test('patches of a REST API are all applied, or none', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: restApiId = '' } = await apigateway.send(new CreateRestApiCommand({ name: 'one' }));
  deleteLater(t, apigateway, restApiId);
  const updated = await apigateway.send(
    new UpdateRestApiCommand({
      restApiId,
      patchOperations: [
        { op: 'replace', path: '/name', value: 'two' },
        { op: 'add', path: '/binaryMediaTypes/image~1png' },
        { op: 'replace', path: '/policy', value: '{"Version":"2012-10-17"}' },
      ],
    }),
  );
  t.like(updated, { name: 'two', binaryMediaTypes: ['image/png'] });
  t.is(updated.policy, '{\\"Version\\":\\"2012-10-17\\"}');

  const patchOperations = [
    { op: 'replace' as const, path: '/name', value: 'three' },
    { op: 'replace' as const, path: '/nonsense', value: 'x' },
  ];
  await refuses(t, apigateway.send(new UpdateRestApiCommand({ restApiId, patchOperations })), {
    name: 'BadRequestException',
    status: 400,
    message:
      /^Invalid patch path {2}'\/nonsense' specified for op 'replace'\. Must be one of: \[\/name, /,
  });
  t.is((await apigateway.send(new GetRestApiCommand({ restApiId }))).name, 'two');
});

test('an API has a name and one endpoint type', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const types = ['REGIONAL', 'EDGE'] as const;
  const body = { name: 'x', endpointConfiguration: { types: [...types] } };
  await refuses(t, apigateway.send(new CreateRestApiCommand(body)), {
    name: 'BadRequestException',
    status: 400,
    message: /^An API has one endpoint type/,
  });
  await refuses(t, apigateway.send(new CreateRestApiCommand({ name: '' })), {
    name: 'BadRequestException',
    status: 400,
    message: 'Name is required',
  });
});

test('a deleted API is gone, answered with 202', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: restApiId = '' } = await apigateway.send(new CreateRestApiCommand({ name: 'one' }));
  const deleted = await apigateway.send(new DeleteRestApiCommand({ restApiId }));
  t.is(deleted.$metadata.httpStatusCode, 202);
  await t.throwsAsync(apigateway.send(new GetRestApiCommand({ restApiId })), {
    name: 'NotFoundException',
  });
  const { items } = await apigateway.send(new GetRestApisCommand({ limit: 500 }));
  t.false(items?.some(({ id }) => id === restApiId));
});

test('what is not modelled is refused, not ignored', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  await t.throwsAsync(
    apigateway.send(new CreateRestApiCommand({ name: 'x', apiKeySource: 'AUTHORIZER' })),
    { name: 'NotImplemented', message: /AUTHORIZER is not modelled/ },
  );
  const call = { restApiId: 'a', resourceId: 'b', httpMethod: 'GET' };
  await t.throwsAsync(apigateway.send(new TestInvokeMethodCommand(call)), {
    name: 'NotImplemented',
    message: /is not modelled/,
  });
});
