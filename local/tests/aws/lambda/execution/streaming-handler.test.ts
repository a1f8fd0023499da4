import test, { type ExecutionContext } from 'ava';
import { InvokeCommand, type Runtime } from '@aws-sdk/client-lambda';
import { archive } from '../_helpers/archive.ts';
import { createFunction, setUp, settled } from '../_helpers/functions.ts';

async function answerOf(t: ExecutionContext, body: string, runtime: Runtime = 'nodejs24.x') {
  const stand = await setUp(t);
  const source = `import { pipeline } from 'node:stream/promises';
    export const handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} });`;
  const { FunctionName } = await createFunction(t, stand, {
    Runtime: runtime,
    Timeout: 2,
    Code: { ZipFile: await archive({ 'index.mjs': source }) },
  });
  await settled(stand, FunctionName);
  const Payload = JSON.stringify({ name: 'Ada' });
  const answer = await stand.lambda.send(new InvokeCommand({ FunctionName, Payload }));
  const text = answer.Payload?.transformToString() ?? '';
  return { text, error: answer.FunctionError };
}

for (const runtime of ['nodejs20.x', 'nodejs24.x'] as const) {
  test(`${runtime} answers what a handler streams, as it is`, async (t) => {
    const body = `stream.setContentType('text/plain');
      stream.write('Hello, ');
      setTimeout(() => stream.end(event.name + '!'), 20);`;
    t.deepEqual(await answerOf(t, body, runtime), { text: 'Hello, Ada!', error: undefined });
  });
}

test('a pipeline can end the stream, and what comes first is a prelude', async (t) => {
  const body = `const answer = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
    await pipeline(['a', 'b'], answer);`;
  const { text, error } = await answerOf(t, body);
  t.is(text, `{"statusCode":201}${'\0'.repeat(8)}ab`);
  t.is(error, undefined);
});

test('an error of the handler is the answer, whatever was written', async (t) => {
  const { text, error } = await answerOf(t, `stream.write('x'); throw new RangeError('no');`);
  t.is(error, 'Unhandled');
  t.like(JSON.parse(text), { errorType: 'RangeError', errorMessage: 'no' });
});

test('a stream that is not ended runs into the timeout', async (t) => {
  const { text, error } = await answerOf(t, `stream.write('x');`);
  t.is(error, 'Unhandled');
  t.like(JSON.parse(text), { errorType: 'Sandbox.Timedout' });
});
