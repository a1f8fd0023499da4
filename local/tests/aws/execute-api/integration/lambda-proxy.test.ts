import { randomUUID } from 'node:crypto';

import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import test from 'ava';

import { account } from '../../../_helpers/account.ts';
import { signedFetch } from '../../../_helpers/signed-fetch.ts';
import {
  aliasUri,
  deploy,
  functionArn,
  lambdaUri,
  operation,
  type Deployed,
  type Paths,
} from '../_deployed.ts';

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

test('a header of API Gateway’s own is there once, however the client spells it', async (t) => {
  const deployed = await deploy(t, source, paths);
  const traceId = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  const response = await fetch(`${deployed.url('prod')}/`, {
    headers: {
      ...{ 'x-amzn-trace-id': traceId, 'x-forwarded-for': '192.0.2.7' },
      ...{ 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
    },
  });
  const { headers, multiValueHeaders, requestContext } = (await response.json()) as {
    headers: Record<string, string>;
    multiValueHeaders: Record<string, string[]>;
    requestContext: { identity: { sourceIp: string } };
  };
  const own = /^x-(?:amzn-trace-id|forwarded-)/i;
  const expected = ['X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto'];
  t.deepEqual(
    Object.keys(headers)
      .filter((name) => own.test(name))
      .sort(),
    expected,
  );
  t.deepEqual(
    Object.keys(multiValueHeaders)
      .filter((name) => own.test(name))
      .sort(),
    expected,
  );
  const forwardedFor = `192.0.2.7, ${requestContext.identity.sourceIp}`;
  t.like(headers, { 'X-Amzn-Trace-Id': traceId, 'X-Forwarded-For': forwardedFor });
  t.not(headers['X-Forwarded-Port'], undefined);
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
    headers: { 'Content-Type': 'text/plain', 'X-One': 1, 'X-Many': 'c', Date: 'now' },
    multiValueHeaders: { 'x-many': ['a', 'b'] },
    body: 'tea',
  });
  t.is(response.status, 418);
  t.is(await response.text(), 'tea');
  t.is(response.headers.get('content-type'), 'text/plain');
  t.is(response.headers.get('x-one'), '1');
  t.is(response.headers.get('x-many'), 'a, b, c');
  const same = { headers: { 'x-many': 'a' }, multiValueHeaders: { 'X-Many': ['a', 'b'] } };
  t.is((await answering(deployed, same)).headers.get('x-many'), 'a, b');
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
    { statusCode: 101 },
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

test('a media type whose type alone is a wildcard matches nothing', async (t) => {
  const deployed = await deploy(t, source, paths, {
    'x-amazon-apigateway-binary-media-types': ['*/test'],
  });
  const answer = { isBase64Encoded: true, body: 'AP8B' };
  t.is(await (await answering(deployed, answer, '*/test')).text(), 'AP8B');
});

test('an event leaves out what ends at API Gateway and spells what it knows', async (t) => {
  const deployed = await deploy(t, source, paths);
  const root = 'Root=1-65bfdbf7-1b5920a5a0a57e32194306b3';
  const response = await fetch(`${deployed.url('prod')}//pets/a%2Bb`, {
    method: 'POST',
    headers: {
      ...{ authorization: 'x', 'user-agent': 'me', 'tEsT-headER': 'a', 'max-forwards': '2' },
      ...{ server: 's', 'www-authenticate': 'Basic', 'x-amzn-trace-id': root },
    },
    body: 'x',
  });
  const event = (await response.json()) as {
    readonly headers: Readonly<Record<string, string>>;
  };
  t.like(event, {
    path: '/pets/a%2Bb',
    pathParameters: { id: 'a%2Bb' },
    headers: { Authorization: 'x', 'User-Agent': 'me', 'X-Amzn-Trace-Id': root },
    multiValueHeaders: { Authorization: ['x'], 'User-Agent': ['me'] },
  });
  const names = Object.keys(event.headers).map((name) => name.toLowerCase());
  for (const gone of [
    'connection',
    'content-length',
    'max-forwards',
    'server',
    'www-authenticate',
  ]) {
    t.false(names.includes(gone), gone);
  }
});

test('Lambda is called by POST only', async (t) => {
  const integration = { type: 'aws_proxy', uri: aliasUri, httpMethod: 'GET' };
  const deployed = await deploy(t, source, { '/': { get: operation(integration) } });
  const response = await fetch(`${deployed.url('prod')}/`);
  t.is(response.status, 500);
  t.is(await response.text(), '{"message": "Internal server error"}');
});

test('an integration with credentials needs no permission, but a role that trusts API Gateway, or a client that signed', async (t) => {
  const trusted = `arn:aws:iam::${account}:role/gateway-${randomUUID().slice(0, 8)}`;
  const other = `arn:aws:iam::${account}:role/missing`;
  const called = (credentials: string) => ({
    get: operation({ type: 'aws_proxy', uri: lambdaUri(functionArn), credentials }),
  });
  const client = called('arn:aws:iam::*:user/*').get;
  const deployed = await deploy(t, source, {
    '/trusted': called(trusted),
    '/other': called(other),
    '/client': { get: { ...client, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
    '/nobody': { get: client },
  });
  const { iam } = deployed.clients;
  const RoleName = trusted.split('/')[1];
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName })));
  t.is((await fetch(`${deployed.url('prod')}/trusted`)).status, 201);
  t.is((await fetch(`${deployed.url('prod')}/other`)).status, 500);
  t.is((await fetch(`${deployed.url('prod')}/nobody`)).status, 500);
  const signed = signedFetch(`${deployed.url('prod')}/client`, {}, { service: 'execute-api' });
  t.is((await signed).status, 201);
});
