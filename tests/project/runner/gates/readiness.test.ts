import type { ServerResponse } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { GateError } from '../../../../runner/errors.ts';
import { waitUntilServed } from '../../../../runner/gates/readiness.ts';
import { asking, sendAs, startProbedServer, until } from '../judge/_probed-server.ts';

const candidate = { version: '7', deployment: 'new' };
const before = { version: '6', deployment: 'old' };
const { signal } = new AbortController();

type Answer = (response: ServerResponse) => void;

const right: Answer = (response) => sendAs(response, candidate);
/** Anything that is not the candidate. */
const wrong: Readonly<Record<string, Answer>> = {
  'the pair before': (response) => sendAs(response, before),
  'the code before': (response) => sendAs(response, { ...candidate, version: '6' }),
  'the API definition before': (response) => sendAs(response, { ...candidate, deployment: 'old' }),
  'an error of the gateway': (response) => sendAs(response, undefined, 500),
  'no answer': (response) => response.destroy(),
};

/** A request that is answered with each in turn, and with the candidate then. */
async function requestAnswered(t: ExecutionContext, answers: Answer[]) {
  const left = [...answers];
  const server = await startProbedServer(t, (response) => (left.shift() ?? right)(response));
  return { request: asking(server.url, '/ready'), asked: () => server.requests('/ready') };
}

test('three answers of the candidate in a row are enough', async (t) => {
  const { request, asked } = await requestAnswered(t, []);
  await waitUntilServed(request, candidate, { timeoutMs: 30_000, signal });
  t.is(asked(), 3);
});

for (const [title, answer] of Object.entries(wrong)) {
  test(`after ${title} the candidate has to answer three times again`, async (t) => {
    const { request, asked } = await requestAnswered(t, [right, answer, right, right, answer]);
    await waitUntilServed(request, candidate, { timeoutMs: 30_000, signal });
    t.is(asked(), 8);
  });
}

test('an API that asks for a key gets it', async (t) => {
  const server = await startProbedServer(t, (response) => {
    const isCalled = response.req.headers['x-api-key'] === 'k';
    sendAs(response, isCalled ? candidate : undefined, isCalled ? 200 : 403);
  });
  const withKey = asking(server.url, '/', { headers: { 'x-api-key': 'k' } });
  await waitUntilServed(withKey, candidate, { timeoutMs: 30_000, signal });
  const without = waitUntilServed(asking(server.url), candidate, { timeoutMs: 0, signal });
  await t.throwsAsync(without, { message: /the last answer was 403/ });
});

test('what the answer says is not looked at, only who gives it', async (t) => {
  const failing: Answer = (response) => sendAs(response, candidate, 500);
  const { request, asked } = await requestAnswered(t, [failing, failing, failing]);
  await waitUntilServed(request, candidate, { timeoutMs: 30_000, signal });
  t.is(asked(), 3);
});

const lastAnswers: Readonly<Record<string, RegExp>> = {
  'the pair before': /; the last answer was 6@old$/,
  'an error of the gateway':
    /; the last answer was 500 without the headers x-lambda-version and x-api-deployment$/,
  'no answer': /; the last answer was no answer \(.+\)$/,
};

for (const [title, message] of Object.entries(lastAnswers)) {
  test(`after the deadline, ${title} is told as what answered last`, async (t) => {
    const answer = wrong[title] ?? right;
    const server = await startProbedServer(t, answer);
    const error = await t.throwsAsync(
      waitUntilServed(asking(server.url, '/ready'), candidate, { timeoutMs: 100, signal }),
      { instanceOf: GateError, message },
    );
    t.true(
      error.message.startsWith(
        `GET ${server.url}/ready did not answer with 7@new within 0.1 s; the last answer`,
      ),
      error.message,
    );
    t.is(error.resource, `${server.url}/ready`);
  });
}

test('a candidate that begins to answer when the time is over may still finish', async (t) => {
  const { request, asked } = await requestAnswered(t, []);
  await waitUntilServed(request, candidate, { timeoutMs: -1, signal });
  t.is(asked(), 3);
});

test('who waits is stopped at once', async (t) => {
  const server = await startProbedServer(t, () => undefined);
  const stop = new AbortController();
  const waiting = t.throwsAsync(
    waitUntilServed(asking(server.url), candidate, { timeoutMs: 30_000, signal: stop.signal }),
    { message: 'somebody pressed Ctrl-C' },
  );
  await until(() => server.open() === 1);
  stop.abort(new Error('somebody pressed Ctrl-C'));
  await waiting;
});
