import test from 'ava';

import type { ApiDefinition } from '../../../aws/apigateway/state.ts';
import { toState } from '../../_helpers/plain.ts';
import { definition, method, mockAnswering, openGateway } from './_api.ts';

/** Answers with the resource that served the request, and its path parameters. */
const echo = mockAnswering(
  '$context.resourcePath|#foreach($k in $input.params().path.keySet())$k=$input.params().path.get($k);#end',
);
const get = { GET: method(echo) };

const served = definition({
  '/': get,
  '/pets': { GET: method(echo), ANY: method(mockAnswering('any')) },
  '/pets/mine': get,
  '/pets/{id}': get,
  '/pets/{id}/toys': get,
  '/files/{name+}': get,
  '/files/list': get,
  '/only': { POST: method(echo) },
  '/step/{id}/end': get,
});

const serves = test.macro<[path: string, expected: string]>({
  exec: async (t, path, expected) => {
    const gateway = await openGateway(t, served);
    const { status, text } = await gateway.get(path);
    t.deepEqual({ status, text }, { status: 200, text: expected });
  },
  title: (_, path, expected) => `${path === '' ? 'the bare stage' : path} is served by ${expected}`,
});

test(serves, '', '/|');
test(serves, '/', '/|');
test(serves, '/pets', '/pets|');
test(serves, '/pets/', '/pets|');
test(serves, '/pets/mine', '/pets/mine|');
test(serves, '//pets', '/pets|');
test(serves, '/pets/a%2Bb', '/pets/{id}|id=a%2Bb;');
test(serves, '/pets/7', '/pets/{id}|id=7;');
test(serves, '/pets/a%20b%2Fc+d', '/pets/{id}|id=a b/c+d;');
test(serves, '/pets/mine/toys', '/pets/{id}/toys|id=mine;');
test(serves, '/files/a/b', '/files/{name+}|name=a/b;');
test(serves, '/files/list', '/files/list|');
test(serves, '/files/list/x', '/files/{name+}|name=list/x;');

const missing = test.macro<[path: string, httpMethod?: string]>({
  exec: async (t, path, httpMethod = 'GET') => {
    const gateway = await openGateway(t, served);
    const { status, headers, text } = await gateway.get(path, { method: httpMethod });
    t.is(status, 403);
    t.is(text, '{"message":"Missing Authentication Token"}');
    t.is(headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
    t.is(headers.get('content-type'), 'application/json');
    t.truthy(headers.get('x-amzn-requestid'));
    t.truthy(headers.get('x-amz-apigw-id'));
  },
  title: (_, path, httpMethod = 'GET') => `${httpMethod} ${path} misses its token, as AWS says`,
});

test(missing, '/nope');
test(missing, '/only');
test(missing, '/files');
test(missing, '/step/1');
test(missing, '/pets//toys');
test(missing, '/__proto__');
test(missing, '/pets/mine', 'POST');
test(missing, '/pets/mine', 'constructor');
test(missing, '/pets', 'TRACE');
test(missing, '/pets', 'PROPFIND');

test('a method that the closest resource does not have is served by the next one', async (t) => {
  const gateway = await openGateway(
    t,
    definition({
      '/test': { POST: method(echo) },
      '/{proxy+}': { OPTIONS: method(echo) },
    }),
  );
  t.is((await gateway.get('/test', { method: 'POST' })).text, '/test|');
  t.is((await gateway.get('/test', { method: 'OPTIONS' })).text, '/{proxy+}|proxy=test;');
  t.is((await gateway.get('/test', { method: 'PUT' })).status, 403);
});

test('ANY serves the methods a resource does not name', async (t) => {
  const gateway = await openGateway(t, served);
  t.is((await gateway.get('/pets', { method: 'PATCH' })).text, 'any');
});

test('an unknown stage or API is forbidden', async (t) => {
  const gateway = await openGateway(t, served);
  for (const wrong of [{ stageName: 'nope' }, { stageName: 'constructor' }, { apiId: 'zzzzz' }]) {
    const { status, headers, text } = await gateway.get('/pets', wrong);
    t.is(status, 403);
    t.is(text, '{"message":"Forbidden"}');
    t.is(headers.get('x-amzn-errortype'), 'ForbiddenException');
  }
});

test('what the deployment holds is served, not the editable definition', async (t) => {
  const gateway = await openGateway(t, served);
  gateway.api.definition = toState<ApiDefinition>(definition({ '/new': get }));
  t.is((await gateway.get('/new')).status, 403);
  t.is((await gateway.get('/pets')).status, 200);
  gateway.api.deployments.second = {
    id: 'second',
    createdDate: 0,
    definition: gateway.api.definition,
  };
  const prod = gateway.api.stages.prod;
  if (prod !== undefined) {
    prod.deploymentId = 'second';
  }
  t.is((await gateway.get('/new')).status, 200);
  t.is((await gateway.get('/pets')).status, 403);
});

test('HEAD is answered without a body', async (t) => {
  const gateway = await openGateway(t, served);
  const { status, text } = await gateway.get('/pets', { method: 'HEAD' });
  t.deepEqual({ status, text }, { status: 200, text: '' });
});
