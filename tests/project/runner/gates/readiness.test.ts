import test, { type ExecutionContext } from 'ava';
import { GateError } from '../../../../runner/errors.ts';
import { waitUntilServed } from '../../../../runner/gates/readiness.ts';
import type { Pair } from '../../../../runner/traffic/pair.ts';
import { sendAs, startProbedServer } from '../judge/_probed-server.ts';

const candidate: Pair = { version: '7', deployment: 'a1b2c3' };
const before: Pair = { version: '6', deployment: 'a1b2c3' };

async function wait(t: ExecutionContext, answers: readonly (Pair | undefined)[], last: Pair) {
  let asked = 0;
  const server = await startProbedServer(t, (response) => {
    sendAs(response, asked < answers.length ? answers[asked] : last);
    asked += 1;
  });
  const { signal } = new AbortController();
  const ready = waitUntilServed(`${server.url}/`, candidate, { timeoutMs: 300, signal });
  return { ready, asked: () => asked };
}

test('an answer of another pair is not the candidate, however well it answers', async (t) => {
  const { ready } = await wait(t, [], before);
  const error = await t.throwsAsync(ready, { instanceOf: GateError });
  t.regex(error.message, /did not answer with 7@a1b2c3 .* the last answer was 6@a1b2c3$/);
});

test('an answer that names no pair is not the candidate', async (t) => {
  const { ready, asked } = await wait(t, [undefined, undefined], candidate);
  await ready;
  t.is(asked(), 5);
});

test('the candidate is ready when it answered three times in a row', async (t) => {
  const { ready, asked } = await wait(t, [before, candidate, candidate, before], candidate);
  await ready;
  t.is(asked(), 7);
});
