import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetVpcLinksCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { EndpointConfiguration } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { account } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
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

const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' };
const document = { Version: '2012-10-17', Statement: [statement] };
const policy = JSON.stringify(document);

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
        { op: 'replace', path: '/policy', value: JSON.stringify(document, undefined, 2) },
      ],
    }),
  );
  t.like(updated, { name: 'two', binaryMediaTypes: ['image/png'] });
  t.is(updated.policy, policy.replaceAll('"', '\\"'));

  const patchOperations = [
    { op: 'replace' as const, path: '/name', value: 'three' },
    { op: 'replace' as const, path: '/nonsense', value: 'x' },
  ];
  await refuses(t, apigateway.send(new UpdateRestApiCommand({ restApiId, patchOperations })), {
    name: 'BadRequestException',
    status: 400,
    message: 'Invalid patch path /nonsense',
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
    message: 'Cannot create an api with multiple Endpoint Types.',
  });
  await refuses(t, apigateway.send(new CreateRestApiCommand({ name: '' })), {
    name: 'BadRequestException',
    status: 400,
    message: 'Name is required',
  });
});

test('tags are in what reads and changes one API, not where it is made or listed', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const made = await apigateway.send(new CreateRestApiCommand({ name: 'one' }));
  const restApiId = made.id ?? '';
  deleteLater(t, apigateway, restApiId);
  t.is(made.tags, undefined);
  t.deepEqual((await apigateway.send(new GetRestApiCommand({ restApiId }))).tags, {});
  const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'two' }];
  const updated = await apigateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  t.deepEqual(updated.tags, {});
  const { items } = await apigateway.send(new GetRestApisCommand({}));
  t.is(items?.find(({ id }) => id === restApiId)?.tags, undefined);
});

test('an endpoint has an address type, which of a private API is dualstack', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const create = (endpointConfiguration: EndpointConfiguration, description?: string) =>
    apigateway.send(new CreateRestApiCommand({ name: 'x', endpointConfiguration, description }));
  const made = await create({ types: ['PRIVATE'] });
  const restApiId = made.id ?? '';
  deleteLater(t, apigateway, restApiId);
  t.is(made.endpointConfiguration?.ipAddressType, 'dualstack');
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  const onlyDualstack = wrong('Only dualstack ipAddressType is supported for Private APIs.');
  await refuses(t, create({ types: ['PRIVATE'], ipAddressType: 'ipv4' }), onlyDualstack);
  await refuses(t, create({ types: ['EDGE'] }, ''), wrong('Description cannot be an empty string'));
  await refuses(
    t,
    create({ types: [] }),
    wrong('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.'),
  );
  const patch = (path: string, value: string, op: 'add' | 'replace' = 'replace') =>
    apigateway.send(
      new UpdateRestApiCommand({ restApiId, patchOperations: [{ op, path, value }] }),
    );
  const ipPath = '/endpointConfiguration/ipAddressType';
  await refuses(t, patch(ipPath, 'ipv4'), onlyDualstack);
  await refuses(t, patch(ipPath, 'x'), wrong('ipAddressType must be either ipv4 or dualstack.'));
  await refuses(
    t,
    patch(ipPath, 'ipv4', 'add'),
    wrong('Invalid patch operation specified. Must be one of: [replace]'),
  );
  const moved = await patch('/endpointConfiguration/types/0', 'REGIONAL');
  t.deepEqual(moved.endpointConfiguration, { types: ['REGIONAL'], ipAddressType: 'ipv4' });
  const dual = await patch(ipPath, 'dualstack');
  t.is(dual.endpointConfiguration?.ipAddressType, 'dualstack');
  await refuses(
    t,
    patch('/minimumCompressionSize', 'x'),
    wrong('Invalid minimum compression size, must be between 0 and 10485760'),
  );
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
    apigateway.send(new CreateRestApiCommand({ name: 'x', cloneFrom: 'another' })),
    { name: 'NotImplemented', message: /Cloning a REST API is not modelled/ },
  );
  await t.throwsAsync(apigateway.send(new GetVpcLinksCommand({})), {
    name: 'NotImplemented',
    message: /is not modelled/,
  });
});

test('where an API looks for keys is set and changed', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const made = await apigateway.send(
    new CreateRestApiCommand({ name: 'keys', apiKeySource: 'AUTHORIZER' }),
  );
  const restApiId = made.id ?? '';
  deleteLater(t, apigateway, restApiId);
  t.is(made.apiKeySource, 'AUTHORIZER');
  const patch = (value: string) =>
    apigateway.send(
      new UpdateRestApiCommand({
        restApiId,
        patchOperations: [{ op: 'replace', path: '/apiKeySource', value }],
      }),
    );
  t.is((await patch('HEADER')).apiKeySource, 'HEADER');
  await t.throwsAsync(patch('QUERY'), { name: 'BadRequestException' });
});

test('a resource policy has statements that name principals', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { Principal: _nobody, ...nobodys } = statement;
  for (const wrong of [
    'no JSON',
    '{"Version":"2012-10-17"}',
    JSON.stringify({ Statement: nobodys }),
  ]) {
    await refuses(t, apigateway.send(new CreateRestApiCommand({ name: 'x', policy: wrong })), {
      name: 'BadRequestException',
      status: 400,
      message:
        'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.',
    });
  }
});
