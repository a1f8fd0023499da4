import test from 'ava';
import type { ExecutionContext } from 'ava';

import { apiId, definition, method, mock, openGateway } from '../_api.ts';

async function withPolicy(t: ExecutionContext, ...statements: readonly object[]) {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Action: 'execute-api:Invoke', ...statement })),
  });
  const paths = { '/': { GET: method(mock()) }, '/pets': { GET: method(mock()) } };
  return openGateway(t, definition(paths, { policy }));
}

const everyone = { Effect: 'Allow', Principal: '*', Resource: 'execute-api:/*' };
const arn = (rest: string) => `arn:aws:execute-api:eu-west-1:********9012:${apiId}/${rest}`;

test('what no statement allows is forbidden', async (t) => {
  const { get } = await withPolicy(t, { ...everyone, Resource: 'execute-api:/prod/GET/pets' });
  t.is((await get('/pets')).status, 200);
  const { status, text, headers } = await get('/');
  t.is(status, 403);
  t.deepEqual(JSON.parse(text), {
    Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn('prod/GET/')}`,
  });
  t.is(headers.get('x-amzn-errortype'), 'AccessDeniedException');
});

test('a Deny wins over an Allow, by the address of the client', async (t) => {
  const denied = {
    ...{ ...everyone, Effect: 'Deny', Principal: { AWS: '*' } },
    Resource: 'arn:aws:execute-api:*:*:*/prod/*/pets',
    Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } },
  };
  const { get } = await withPolicy(t, everyone, denied);
  t.is((await get('/pets')).status, 200);
  const elsewhere = { sourceIp: '198.51.100.1' };
  t.is((await get('/', elsewhere)).status, 200);
  const { status, text } = await get('/pets', elsewhere);
  t.is(status, 403);
  t.regex(text, /prod\/GET\/pets with an explicit deny"/);
});

test('a policy for somebody else does not open an API to all', async (t) => {
  const { get } = await withPolicy(t, { ...everyone, Principal: { AWS: '123456789012' } });
  t.is((await get('/')).status, 403);
});

test('a condition that is not modelled is a 501', async (t) => {
  const Condition = { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } };
  const { get } = await withPolicy(t, { ...everyone, Condition });
  t.is((await get('/')).status, 501);
});
