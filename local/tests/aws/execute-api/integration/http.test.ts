import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { ExecutionContext } from 'ava';

import { testEmbedded } from '../../../_helpers/embedded-only.ts';
import { deployApi, type Paths } from '../_deployed.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Tells what it got, unless told how to answer. @returns `127.0.0.1:PORT` */
async function startBackend(t: ExecutionContext, answer?: Answer): Promise<string> {
  const server = createServer((request, response) => {
    if (answer !== undefined) {
      answer(request, response);
      return;
    }
    void text(request).then((body) => {
      const { method, url, headers } = request;
      response.setHeader('content-type', 'application/json');
      response.setHeader('x-backend', 'yes');
      response.end(JSON.stringify({ method, url, headers, body }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
}

function operationOf(integration: object, parameters: readonly object[] = []) {
  return {
    parameters,
    responses: { 200: { headers: { 'X-From': {} } }, 404: {} },
    'x-amazon-apigateway-integration': integration,
  };
}

async function deployed(t: ExecutionContext, paths: Paths, host: string): Promise<string> {
  const api = await deployApi(t, paths);
  await api.addStage('test', { host });
  return api.url('test');
}

testEmbedded('HTTP_PROXY passes a request on as it came, and the answer back', async (t) => {
  const operation = operationOf(
    {
      ...{ type: 'http_proxy', httpMethod: 'ANY' },
      uri: 'http://${stageVariables.host}/base/{proxy}',
      requestParameters: {
        'integration.request.path.proxy': 'method.request.path.proxy',
        'integration.request.header.X-Stage': 'context.stage',
      },
    },
    [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }],
  );
  const paths = { '/{proxy+}': { 'x-amazon-apigateway-any-method': operation } };
  const url = await deployed(t, paths, await startBackend(t));
  const response = await fetch(`${url}/a%20b/c?q=1&q=x%26y`, {
    ...{ method: 'POST', body: '{"a":1}' },
    headers: { 'x-custom': 'one', 'content-type': 'application/json' },
  });
  const query = 'q=a%20b+c&e&=1&u=%C3%A9%2f';
  t.like(await (await fetch(`${url}/a?${query}`)).json(), { url: `/base/a?${query}` });
  t.is(response.status, 200);
  t.is(response.headers.get('x-backend'), 'yes');
  t.truthy(response.headers.get('x-amzn-remapped-date'));
  t.like(await response.json(), {
    ...{ method: 'POST', url: '/base/a%20b/c?q=1&q=x%26y', body: '{"a":1}' },
    headers: { 'x-custom': 'one', 'x-stage': 'test', 'content-type': 'application/json' },
  });
});

testEmbedded('a path parameter may have a name that is no identifier', async (t) => {
  const operation = operationOf(
    {
      ...{ type: 'http_proxy', httpMethod: 'GET' },
      uri: 'http://${stageVariables.host}/people/{user-id.v1}',
      requestParameters: { 'integration.request.path.user-id.v1': 'method.request.path.user-id' },
    },
    [{ name: 'user-id', in: 'path', required: true, schema: { type: 'string' } }],
  );
  const url = await deployed(t, { '/users/{user-id}': { get: operation } }, await startBackend(t));
  const response = await fetch(`${url}/users/7`);
  t.like(await response.json(), { url: '/people/7' });
});

testEmbedded(
  'HTTP sends what templates and mappings make, and answers by the status',
  async (t) => {
    const operation = operationOf(
      {
        ...{ type: 'http', httpMethod: 'PUT', uri: 'http://${stageVariables.host}/pets/{id}' },
        requestParameters: {
          'integration.request.path.id': 'method.request.path.id',
          'integration.request.querystring.name': 'method.request.querystring.q',
        },
        requestTemplates: { 'application/json': `{"wrapped": $input.json('$')}` },
        responses: {
          '2\\d{2}': {
            statusCode: '200',
            responseParameters: {
              'method.response.header.X-From': 'integration.response.header.X-Backend',
            },
            responseTemplates: { 'application/json': '$input.body' },
          },
          default: { statusCode: '404' },
        },
      },
      [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'q', in: 'query', schema: { type: 'string' } },
      ],
    );
    const url = await deployed(t, { '/pets/{id}': { post: operation } }, await startBackend(t));
    const response = await fetch(`${url}/pets/7?q=a+b`, {
      ...{ method: 'POST', body: '{"a":1}' },
      headers: { 'x-custom': 'one', 'content-type': 'application/json' },
    });
    t.is(response.status, 200);
    t.is(response.headers.get('x-from'), 'yes');
    const got: unknown = await response.json();
    t.like(got, {
      ...{ method: 'PUT', url: '/pets/7?name=a+b', body: '{"wrapped": {"a":1}}' },
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
    t.notRegex(JSON.stringify(got), /x-custom/);
    const missing = await startBackend(t, (_request, answer) => {
      answer.writeHead(500).end('no');
    });
    const other = await deployed(t, { '/pets/{id}': { post: operation } }, missing);
    t.is((await fetch(`${other}/pets/7`, { method: 'POST', body: '{}' })).status, 404);
  },
);

testEmbedded('a backend that is too slow, not there, or no address is told apart', async (t) => {
  const operation = operationOf({
    ...{ type: 'http_proxy', httpMethod: 'GET', timeoutInMillis: 50 },
    uri: 'http://${stageVariables.host}/',
  });
  const answer = async (host: string) => {
    const response = await fetch(`${await deployed(t, { '/': { get: operation } }, host)}/`);
    return [response.status, await response.text()];
  };
  const silent = await startBackend(t, () => undefined);
  t.deepEqual(await answer(silent), [504, '{"message": "Endpoint request timed out"}']);
  const broken = await startBackend(t, (request) => request.socket.destroy());
  t.deepEqual(await answer(broken), [
    504,
    '{"message": "Network error communicating with endpoint"}',
  ]);
  t.deepEqual(await answer(':'), [500, '{"message": "Internal server error"}']);
});

testEmbedded('a binary answer passes HTTP_PROXY byte by byte', async (t) => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  const host = await startBackend(t, (_request, answer) => {
    answer.writeHead(201, { 'content-type': 'image/png' }).end(bytes);
  });
  const operation = operationOf({
    ...{ type: 'http_proxy', httpMethod: 'GET', uri: 'http://${stageVariables.host}/' },
  });
  const response = await fetch(`${await deployed(t, { '/': { get: operation } }, host)}/`);
  t.is(response.status, 201);
  t.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
});
