import test from 'ava';
import { provePair, type ProxyContext } from '../../../function/prove-pair.ts';

const context = { functionVersion: '7' };
const event = { requestContext: { deploymentId: 'a1b2c3' } };
const pair = { 'X-Lambda-Version': '7', 'X-Api-Deployment': 'a1b2c3' };

test('an answer names the version and the deployment that made it, and keeps what it was', async (t) => {
  const handler = provePair(() => ({
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain' },
    multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    body: 'made',
  }));
  t.deepEqual(await handler(event, context), {
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain', ...pair },
    multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    body: 'made',
  });
});

test('the handler gets its event and its context', async (t) => {
  const handler = provePair(async (given: object, { functionVersion }: ProxyContext) => ({
    statusCode: 200,
    body: JSON.stringify([given, functionVersion]),
  }));
  t.is((await handler(event, context)).body, JSON.stringify([event, '7']));
});

test('no header of the handler stands for another pair', async (t) => {
  const handler = provePair(() => ({
    statusCode: 200,
    headers: { 'x-lambda-version': '1', 'X-Api-Deployment': 'other' },
  }));
  t.deepEqual((await handler(event, context)).headers, pair);
});

test('without a REST API there is no deployment to name', async (t) => {
  const handler = provePair((_event: { readonly orders?: number }) => ({ statusCode: 200 }));
  t.deepEqual(await handler({}, context), {
    statusCode: 200,
    headers: { 'X-Lambda-Version': '7' },
  });
});

test('what a handler throws is thrown on', async (t) => {
  const handler = provePair(() => {
    throw new Error('no orders');
  });
  await t.throwsAsync(handler(event, context), { message: 'no orders' });
});
