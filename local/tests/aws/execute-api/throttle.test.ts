import {
  GetRestApiCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import test from 'ava';

import { admitsNothing } from '../../../aws/execute-api/throttle.ts';
import type { Answer } from './_api.ts';
import { definition, method, methodSetting, mock, openGateway } from './_api.ts';
import { deployApi } from './_deployed.ts';

test('above rate and burst requests are answered 429 until the bucket fills', async (t) => {
  let now = 1_000_000;
  const throttled = methodSetting({ throttlingBurstLimit: 2, throttlingRateLimit: 10 });
  const { get } = await openGateway(t, definition({ '/': { GET: method(mock()) } }), {
    now: () => now,
    stage: { methodSettings: { '*/*': throttled } },
  });
  const statuses = async (count: number): Promise<number[]> => {
    const answers: Answer[] = [];
    for (let index = 0; index < count; index += 1) {
      answers.push(await get('/'));
    }
    return answers.map(({ status }) => status);
  };
  t.deepEqual(await statuses(3), [200, 200, 429]);
  const { text, headers } = await get('/');
  t.is(text, '{"message":"Too Many Requests"}');
  t.is(headers.get('x-amzn-errortype'), 'TooManyRequestsException');
  now += 100;
  t.deepEqual(await statuses(2), [200, 429]);
  now += 10_000;
  t.deepEqual(await statuses(3), [200, 200, 429]);
});

test('what was used up stays so when the API itself is changed', async (t) => {
  const integration = {
    responses: { 200: {} },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: { default: { statusCode: '200' } },
    },
  };
  const { clients, apiId, url } = await deployApi(t, { '/': { get: integration } });
  const { apigateway } = clients;
  const replace = (path: string, value: string) => ({ op: 'replace', path, value }) as const;
  await apigateway.send(
    new UpdateStageCommand({
      ...{ restApiId: apiId, stageName: 'prod' },
      patchOperations: [
        replace('/*/*/throttling/rateLimit', '0'),
        replace('/*/*/throttling/burstLimit', '1'),
      ],
    }),
  );
  const status = async () => (await fetch(`${url('prod')}/`)).status;
  t.deepEqual([await status(), await status()], [200, 429]);
  const patchOperations = [replace('/description', 'changed')];
  await apigateway.send(new UpdateRestApiCommand({ restApiId: apiId, patchOperations }));
  t.is(await status(), 429);
  t.is((await apigateway.send(new GetRestApiCommand({ restApiId: apiId }))).description, 'changed');
});

test('a method admits nothing where its bucket never holds one request', (t) => {
  const admits = (throttlingRateLimit?: number, throttlingBurstLimit?: number): boolean =>
    !admitsNothing({
      ...methodSetting({}),
      ...(throttlingRateLimit !== undefined && { throttlingRateLimit }),
      ...(throttlingBurstLimit !== undefined && { throttlingBurstLimit }),
    });
  t.false(admits(0, 0));
  t.false(admits(10, 0));
  t.false(admits(0));
  t.true(admits(0, 1), 'once');
  t.true(admits(1, 1));
  t.true(admits(), 'without a limit');
  t.true(admits(-1, -1), 'without a limit');
});
