import test from 'ava';

import type { Region } from '../../../../aws/region.ts';
import { definition, method, methodSetting, mock, mockAnswering, openGateway } from '../_api.ts';

const executionGroup = 'API-Gateway-Execution-Logs_abcde12345/prod';
const served = definition({
  '/greeting': { GET: method(mockAnswering('hello')) },
  '/broken': { GET: method(mock({ integrationResponses: {} })) },
});

/** Logs are written after the turn of the event loop in which the answer was given. */
async function logged(region: Region, group: string): Promise<string[]> {
  await new Promise((resolve) => setImmediate(resolve));
  const streams = [...region.logs.streams(group).values()];
  return streams.flatMap(({ events }) => events.map(({ message }) => message));
}

test('with INFO and data trace the execution log tells the whole request', async (t) => {
  const setting = methodSetting({ loggingLevel: 'INFO', dataTraceEnabled: true });
  const { get, region } = await openGateway(t, served, {
    stage: { methodSettings: { '*/*': setting } },
  });
  const { headers } = await get('/greeting?name=x');
  const id = headers.get('x-amzn-requestid') ?? '';
  const lines = await logged(region, executionGroup);
  t.true(lines.every((line) => line.startsWith(`(${id}) `)));
  const texts = lines.map((line) => line.slice(id.length + 3));
  for (const expected of [
    `Starting execution for request: ${id}`,
    'HTTP Method: GET, Resource Path: /greeting',
    'Method request query string: {name=x}',
    'Method response body after transformations: hello',
    'Successfully completed execution',
    'Method completed with status: 200',
  ])
    t.true(texts.includes(expected), expected);
});

test('with INFO alone contents are left out, with ERROR all but failures', async (t) => {
  const { get, region, api } = await openGateway(t, served, {
    stage: { methodSettings: { '*/*': methodSetting({ loggingLevel: 'INFO' }) } },
  });
  await get('/greeting?name=secret');
  t.false((await logged(region, executionGroup)).some((line) => line.includes('secret')));
  const before = (await logged(region, executionGroup)).length;
  const prod = api.stages.prod;
  if (prod === undefined) return t.fail();
  prod.methodSettings['*/*'] = methodSetting({ loggingLevel: 'ERROR', dataTraceEnabled: true });
  await get('/greeting');
  t.is((await logged(region, executionGroup)).length, before);
  await get('/broken');
  const [reason, answer, ...rest] = (await logged(region, executionGroup)).slice(before);
  t.regex(reason ?? '', /configuration error: No match for output mapping/);
  t.regex(answer ?? '', /API_CONFIGURATION_ERROR with status code: 500/);
  t.deepEqual(rest, []);
});

test('without a level nothing is logged', async (t) => {
  const { get, region } = await openGateway(t, served);
  await get('/greeting');
  t.deepEqual(await logged(region, executionGroup), []);
});

test('a long line is cut', async (t) => {
  const setting = methodSetting({ loggingLevel: 'INFO', dataTraceEnabled: true });
  const { get, region } = await openGateway(t, served, {
    stage: { methodSettings: { '*/*': setting } },
  });
  await get(`/greeting?name=${'x'.repeat(5000)}`);
  const lines = await logged(region, executionGroup);
  t.true(lines.every((line) => line.length < 1100));
  t.true(lines.some((line) => line.endsWith('[TRUNCATED]')));
});

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
