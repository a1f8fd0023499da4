import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { activeFunction, invoke, setUp } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('reserved concurrency can be set, read and removed', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { lambda } = stand;
  const get = async () =>
    (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))
      .ReservedConcurrentExecutions;
  t.is(await get(), undefined);
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 5 }),
  );
  t.is(await get(), 5);
  const removed = await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  t.is(removed.$metadata.httpStatusCode, 204);
  t.is(await get(), undefined);
});

test('a function with no reserved concurrency left is throttled', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  await stand.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
  );
  const error = await refused(
    t,
    invoke(stand, FunctionName),
    'TooManyRequestsException',
    429,
    'Rate Exceeded.',
  );
  t.true(error instanceof TooManyRequestsException);
  t.like(error, { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' });
});

test('calls at once beyond the reserved concurrency are throttled, later ones are not', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(
    t,
    stand,
    'await new Promise((resolve) => setTimeout(resolve, 300)); return "done"',
  );
  await stand.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 2 }),
  );
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6 }, () => invoke(stand, FunctionName)),
  );
  const done = outcomes.filter(({ status }) => status === 'fulfilled');
  t.is(done.length, 2);
  t.is((await invoke(stand, FunctionName)).payload, 'done');
});

test('a reservation that leaves the account too little is refused', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  await refused(
    t,
    stand.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 901 }),
    ),
    'InvalidParameterValueException',
    400,
    /below its minimum value of \[100\]/,
  );
});

testEmbedded('calls that wait for calls of the same function do not wait for ever', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(
    t,
    stand,
    `if (event.depth === 0) return 0;
     const { LambdaClient, InvokeCommand } = await import('@aws-sdk/client-lambda');
     const client = new LambdaClient({});
     const answer = await client.send(new InvokeCommand({
       FunctionName: context.functionName,
       Payload: JSON.stringify({ depth: event.depth - 1 }),
     }));
     return 1 + JSON.parse(answer.Payload.transformToString());`,
    { Timeout: 60 },
  );
  t.is((await invoke(stand, FunctionName, { depth: 6 })).payload, 6);
});
