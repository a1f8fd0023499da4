import test from 'ava';
import { methodSetting, openGateway } from '../_api.ts';
import { served, logged } from './_logged.ts';

const executionGroup = 'API-Gateway-Execution-Logs_abcde12345/prod';

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
  ]) {
    t.true(texts.includes(expected), expected);
  }
});

test('with INFO alone contents are left out, with ERROR all but failures', async (t) => {
  const { get, region, api } = await openGateway(t, served, {
    stage: { methodSettings: { '*/*': methodSetting({ loggingLevel: 'INFO' }) } },
  });
  await get('/greeting?name=secret');
  t.false((await logged(region, executionGroup)).some((line) => line.includes('secret')));
  const before = (await logged(region, executionGroup)).length;
  const prod = api.stages.prod;
  if (prod === undefined) {
    return t.fail();
  }
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
