import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import test from 'ava';
import { lambdaTarget } from '../target.ts';

const { functionName, version } = lambdaTarget();
const lambda = new LambdaClient({});

async function invoke(payload: unknown) {
  const { ExecutedVersion, FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: version,
      Payload: JSON.stringify(payload),
    }),
  );
  const answer: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
  return { executedVersion: ExecutedVersion, functionError: FunctionError, answer };
}

test('greets by name', async (t) => {
  t.deepEqual(await invoke({ name: 'Ada' }), {
    executedVersion: version,
    functionError: undefined,
    answer: { greeting: 'Hello, Ada!' },
  });
});

test('greets the world when there is no name', async (t) => {
  t.deepEqual(await invoke({}), {
    executedVersion: version,
    functionError: undefined,
    answer: { greeting: 'Hello, World!' },
  });
});

test('answers a bad name with an error that the API can map', async (t) => {
  const { executedVersion, functionError, answer } = await invoke({ name: 42 });
  t.is(executedVersion, version);
  t.is(functionError, 'Unhandled');
  t.like(answer, { errorType: 'BadRequest', errorMessage: 'Bad request: name must be a string' });
});
