import { randomUUID } from 'node:crypto';

import {
  CreateApiKeyCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  ImportApiKeysCommand,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import type { CreateApiKeyCommandInput, PatchOperation } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { refuses } from './_api.ts';
import { createKey } from './_key.ts';

test('a key has a value of forty characters, shown where it is asked for', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const name = `key-${randomUUID()}`;
  const { id, value } = await createKey(t, apigateway, { name, customerId: 'shop' });
  t.is(value.length, 40);
  const get = (includeValue?: boolean) =>
    apigateway.send(new GetApiKeyCommand({ apiKey: id, includeValue }));
  t.like(await get(), { id, name, customerId: 'shop', enabled: true, value: undefined });
  t.is((await get(true)).value, value);
  const list = async (nameQuery: string, includeValues?: boolean) =>
    (await apigateway.send(new GetApiKeysCommand({ nameQuery, includeValues }))).items;
  t.deepEqual(await list('none-of-this-name'), []);
  t.like(await list(name), [{ id, value: undefined }]);
  t.like(await list(name, true), [{ id, value }]);
});

test('a value is at least twenty characters, and no other key has it', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const value = randomUUID();
  await createKey(t, apigateway, { value });
  const make = (given: string) => apigateway.send(new CreateApiKeyCommand({ value: given }));
  await refuses(t, make('short'), {
    name: 'BadRequestException',
    status: 400,
    message: 'API Key value should be at least 20 characters',
  });
  await refuses(t, make(value), {
    name: 'ConflictException',
    status: 409,
    message: 'API Key already exists',
  });
});

test('a key is changed and deleted', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: apiKey = '' } = await apigateway.send(new CreateApiKeyCommand({ name: 'one' }));
  const patch = (...patchOperations: PatchOperation[]) =>
    apigateway.send(new UpdateApiKeyCommand({ apiKey, patchOperations }));
  const changed = await patch(
    { op: 'replace', path: '/enabled', value: 'true' },
    { op: 'replace', path: '/description', value: 'of the shop' },
  );
  t.like(changed, { name: 'one', enabled: true, description: 'of the shop' });
  await t.throwsAsync(patch({ op: 'replace', path: '/value', value: randomUUID() }), {
    name: 'BadRequestException',
  });
  const deleted = await apigateway.send(new DeleteApiKeyCommand({ apiKey }));
  t.is(deleted.$metadata.httpStatusCode, 202);
  await refuses(t, apigateway.send(new GetApiKeyCommand({ apiKey })), {
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid API Key identifier specified',
  });
});

test('keys are listed the last first, and a limit below one counts as none', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const nameQuery = `key-${randomUUID()}`;
  await createKey(t, apigateway, { name: `${nameQuery}-1` });
  await createKey(t, apigateway, { name: `${nameQuery}-2` });
  const list = async (page: object) => {
    const { items = [], position } = await apigateway.send(
      new GetApiKeysCommand({ nameQuery, ...page }),
    );
    return { names: items.map(({ name }) => name?.slice(nameQuery.length)), position };
  };
  t.deepEqual((await list({ limit: -1 })).names, ['-2', '-1']);
  const first = await list({ limit: 1 });
  t.deepEqual(first.names, ['-2']);
  t.deepEqual(await list({ limit: 1, position: first.position }), {
    names: ['-1'],
    position: undefined,
  });
});

test('a key need have no name, has tags where it is read, and texts of a length', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const { id: apiKey, value } = await createKey(t, apigateway, { name: '', value: '' });
  t.is(value.length, 40);
  const read = await apigateway.send(new GetApiKeyCommand({ apiKey }));
  t.like(read, { name: undefined, tags: {} });
  const patch = (path: string, given: string) =>
    apigateway.send(
      new UpdateApiKeyCommand({ apiKey, patchOperations: [{ op: 'replace', path, value: given }] }),
    );
  t.like(await patch('/enabled', 'perhaps'), { enabled: false, tags: {} });
  const make = (input: CreateApiKeyCommandInput) => apigateway.send(new CreateApiKeyCommand(input));
  const wrong = (message: string) => ({ name: 'BadRequestException', status: 400, message });
  await refuses(
    t,
    make({ name: 'a'.repeat(1025) }),
    wrong('Invalid API Key name, can be at most 1024 characters.'),
  );
  await refuses(
    t,
    make({ value: 'a'.repeat(129) }),
    wrong('API Key value exceeds maximum size of 128 characters'),
  );
  const description = 'a'.repeat(125_001);
  const noDescription = wrong('Invalid API Key description specified.');
  await refuses(t, make({ description }), noDescription);
  await refuses(t, patch('/description', description), noDescription);
});

test('importing keys is not modelled, and says so', async (t) => {
  const { apigateway } = (await startEmbedded(t)).clients;
  const body = new TextEncoder().encode('name,key\nshop,');
  await refuses(t, apigateway.send(new ImportApiKeysCommand({ body, format: 'csv' })), {
    name: 'NotImplemented',
    status: 501,
    message: /^apigateway:ImportApiKeys is not modelled/,
  });
});
