import test from 'ava';

import { aliasUri, deploy, operation, type Deployed, type Paths } from '../_deployed.ts';

/** Returns the JSON that the request's body asks for, or the event. */
const source = `
export const handler = async (event) => {
  if (event.body === 'throw') throw new Error('no');
  const asked = event.headers['x-answer'];
  if (asked) return JSON.parse(asked);
  return { statusCode: 201, body: JSON.stringify(event) };
};`;

const proxy = { 'x-amazon-apigateway-any-method': operation({ type: 'aws_proxy', uri: aliasUri }) };
const paths: Paths = { '/': proxy, '/pets/{id}': proxy };

function answering(deployed: Deployed, answer: unknown, accept = '*/*'): Promise<Response> {
  return fetch(`${deployed.url('prod')}/`, {
    headers: { 'x-answer': JSON.stringify(answer), accept },
  });
}

test('the function gets the whole request as an event of format 1.0', async (t) => {
  const deployed = await deploy(t, source, paths);
  const response = await fetch(`${deployed.url('prod')}/pets/a%20b?q=1&q=a+b&e`, {
    method: 'POST',
    headers: { 'X-Custom': 'one', 'content-type': 'text/plain' },
    body: 'héllo',
  });
  t.is(response.status, 201);
  t.is(response.headers.get('content-type'), 'application/json');
  const event: unknown = await response.json();
  t.like(event, {
    resource: '/pets/{id}',
    path: '/pets/a%20b',
    httpMethod: 'POST',
    pathParameters: { id: 'a b' },
    queryStringParameters: { q: 'a b', e: '' },
    multiValueQueryStringParameters: { q: ['1', 'a b'], e: [''] },
    headers: { 'X-Custom': 'one', 'X-Forwarded-Proto': 'http' },
    multiValueHeaders: { 'X-Custom': ['one'] },
    stageVariables: { LambdaAlias: 'PROD' },
    body: 'héllo',
    isBase64Encoded: false,
    requestContext: {
      apiId: deployed.apiId,
      stage: 'prod',
      resourcePath: '/pets/{id}',
      path: '/prod/pets/a%20b',
      httpMethod: 'POST',
      protocol: 'HTTP/1.1',
      requestId: response.headers.get('x-amzn-requestid'),
    },
  });
});

test('groups without a member are null', async (t) => {
  const deployed = await deploy(t, source, paths);
  const response = await fetch(`${deployed.url('prod')}/`);
  t.like(await response.json(), {
    path: '/',
    pathParameters: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    body: null,
  });
});

test('status, headers with several values and body are the function’s', async (t) => {
  const deployed = await deploy(t, source, paths);
  const response = await answering(deployed, {
    statusCode: '418',
    headers: { 'Content-Type': 'text/plain', 'X-One': 1, 'X-Many': 'lost', Date: 'now' },
    multiValueHeaders: { 'x-many': ['a', 'b'] },
    body: 'tea',
  });
  t.is(response.status, 418);
  t.is(await response.text(), 'tea');
  t.is(response.headers.get('content-type'), 'text/plain');
  t.is(response.headers.get('x-one'), '1');
  t.is(response.headers.get('x-many'), 'a, b');
  t.is(response.headers.get('x-amzn-remapped-date'), 'now');
  t.is((await answering(deployed, {})).status, 200);
});

test('a function that fails or answers anything else is a 502', async (t) => {
  const deployed = await deploy(t, source, paths);
  const malformed = async (response: Response): Promise<void> => {
    t.is(response.status, 502);
    t.is(await response.text(), '{"message": "Internal server error"}');
  };
  for (const answer of [
    'text',
    [1],
    { statusCode: 'x' },
    { statusCode: 99 },
    { body: {} },
    { status: 200 },
    { headers: { a: {} } },
  ]) {
    await malformed(await answering(deployed, answer));
  }
  await malformed(await fetch(`${deployed.url('prod')}/`, { method: 'POST', body: 'throw' }));
});

test('binary bodies are base64 in the event, and decoded for a client that accepts them', async (t) => {
  const deployed = await deploy(t, source, paths, {
    'x-amazon-apigateway-binary-media-types': ['image/*'],
  });
  const sent = await fetch(`${deployed.url('prod')}/`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: Buffer.from([0, 255, 1]),
  });
  t.like(await sent.json(), { body: 'AP8B', isBase64Encoded: true });
  const answer = { isBase64Encoded: true, body: 'AP8B' };
  const image = await answering(deployed, answer, 'image/png');
  t.deepEqual(Buffer.from(await image.arrayBuffer()), Buffer.from([0, 255, 1]));
  t.is(await (await answering(deployed, answer)).text(), 'AP8B');
});
