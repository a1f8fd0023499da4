import test from 'ava';

import { admitsNothing } from '../../../aws/execute-api/throttle.ts';
import type { Answer } from './_api.ts';
import { definition, method, methodSetting, mock, openGateway } from './_api.ts';

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
