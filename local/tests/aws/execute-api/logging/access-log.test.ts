import test from 'ava';
import { openGateway } from '../_api.ts';
import { served, logged } from './_logged.ts';

test('the access log has a line in the stage’s format for every request', async (t) => {
  const accessLogSettings = {
    destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:access',
    format:
      '$context.httpMethod $context.resourcePath $context.status $context.error.message $context.requestId ${context.stage} $context.authorizer.nope',
  };
  const { get, region } = await openGateway(t, served, { stage: { accessLogSettings } });
  const good = await get('/greeting');
  const bad = await get('/nope');
  const id = ({ headers }: typeof good): string => headers.get('x-amzn-requestid') ?? '';
  t.deepEqual(await logged(region, 'access'), [
    `GET /greeting 200 - ${id(good)} prod -`,
    `GET - 403 Missing Authentication Token ${id(bad)} prod -`,
  ]);
});
