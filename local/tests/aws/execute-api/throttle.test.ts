import test from 'ava';

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
