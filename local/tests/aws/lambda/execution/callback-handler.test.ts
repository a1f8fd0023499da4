import test, { type ExecutionContext } from 'ava';
import { archive } from '../_helpers/archive.ts';
import { createFunction, invoke, setUp, settled } from '../_helpers/functions.ts';

async function answerOf(
  t: ExecutionContext,
  body: string,
  Runtime: 'nodejs20.x' | 'nodejs22.x' | 'nodejs24.x' = 'nodejs22.x',
) {
  const stand = await setUp(t);
  const source = `exports.handler = (event, context, callback) => { ${body} };`;
  const { FunctionName } = await createFunction(t, stand, {
    Runtime,
    Timeout: 5,
    Code: { ZipFile: await archive({ 'index.js': source }) },
  });
  await settled(stand, FunctionName);
  const first = await invoke(stand, FunctionName);
  t.deepEqual((await invoke(stand, FunctionName)).payload, first.payload, 'it goes on serving');
  return first;
}

for (const runtime of ['nodejs20.x', 'nodejs22.x'] as const) {
  test(`${runtime} calls a handler with a callback`, async (t) => {
    t.deepEqual((await answerOf(t, 'callback(null, { ok: true });', runtime)).payload, {
      ok: true,
    });
  });
}

test('nodejs24.x refuses a handler that takes a callback', async (t) => {
  const { payload, FunctionError } = await answerOf(t, 'callback(null, 1);', 'nodejs24.x');
  t.is(FunctionError, 'Unhandled');
  t.like(payload, { errorType: 'Runtime.CallbackHandlerDeprecated' });
});

test('an error given to the callback is the answer', async (t) => {
  const { payload, FunctionError } = await answerOf(t, 'callback(new TypeError("no"));');
  t.is(FunctionError, 'Unhandled');
  t.like(payload, { errorType: 'TypeError', errorMessage: 'no' });
});

test('a callback answers once nothing is left to do', async (t) => {
  const body = `const answer = { later: false };
    setTimeout(() => { answer.later = true; }, 100);
    callback(null, answer);`;
  t.deepEqual((await answerOf(t, body)).payload, { later: true });
});

test('a callback answers at once where the event loop is not waited for', async (t) => {
  const body = `const answer = { later: false };
    context.callbackWaitsForEmptyEventLoop = false;
    setTimeout(() => { answer.later = true; }, 100);
    callback(null, answer);`;
  t.deepEqual((await answerOf(t, body)).payload, { later: false });
});

test('a promise answers, another return value does not', async (t) => {
  t.is((await answerOf(t, 'return Promise.resolve(7);')).payload, 7);
  t.is((await answerOf(t, 'return 7;')).payload, null);
});

test('the context can answer, too', async (t) => {
  t.is((await answerOf(t, 'context.succeed("done");')).payload, 'done');
  t.like((await answerOf(t, 'context.fail(new Error("failed"));')).payload, {
    errorMessage: 'failed',
  });
});
