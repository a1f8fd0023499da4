import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import test from 'ava';
import { lambdaTarget } from '../target.ts';

const { functionName, version } = lambdaTarget();
const lambda = new LambdaClient({});

async function invoke(request: unknown) {
  const { ExecutedVersion, FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      ...{ FunctionName: functionName, Qualifier: version },
      Payload: JSON.stringify(request),
    }),
  );
  const answer = JSON.parse(Payload?.transformToString() ?? 'null') as Record<string, unknown>;
  return { executedVersion: ExecutedVersion, functionError: FunctionError, answer };
}

test('reaches its table', async (t) => {
  const order = { customer: 'lambda tier', lines: [{ article: 'tea', quantity: 2 }] };
  const placed = await invoke({ action: 'place', order });
  t.like(placed, { executedVersion: version, functionError: undefined });
  const { id } = placed.answer;
  t.deepEqual((await invoke({ action: 'read', id })).answer, placed.answer);
  t.deepEqual((await invoke({ action: 'cancel', id })).answer, { status: 'cancelled' });
});

test('an order that is not there is an error that the API can map', async (t) => {
  const { functionError, answer } = await invoke({ action: 'read', id: 'none' });
  t.is(functionError, 'Unhandled');
  t.like(answer, { errorType: 'NotFound', errorMessage: 'Not found: order none' });
});
