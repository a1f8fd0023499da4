import {
  CreateAliasCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  TooManyRequestsException,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';

import {
  activeFunction,
  createFunction,
  invoke,
  publish,
  publishHandler,
  setUp,
} from './_helpers/functions.ts';
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

test('calls that wait for calls of the same function do not wait for ever', async (t) => {
  const stand = await setUp(t);
  if (process.env.CONFORMANCE_ENDPOINT) return void t.pass();
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

async function withAlias(t: ExecutionContext) {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  await publish(stand, FunctionName);
  await publishHandler(stand, FunctionName, 'return 2');
  await stand.lambda.send(
    new CreateAliasCommand({ FunctionName, Name: 'PROD', FunctionVersion: '1' }),
  );
  const put = (Qualifier: string, ProvisionedConcurrentExecutions = 2) =>
    stand.lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName,
        Qualifier,
        ProvisionedConcurrentExecutions,
      }),
    );
  const get = (Qualifier: string) =>
    stand.lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
  return { stand, FunctionName, put, get };
}

const local = process.env.CONFORMANCE_ENDPOINT ? test.skip : test;

local('provisioned concurrency is IN_PROGRESS, then READY, and again after a move', async (t) => {
  let now = Date.now();
  const clock = { now: () => now, timings: { pendingMs: 1000, inProgressMs: 0 } };
  const stand = await setUp(t, clock);
  const { FunctionName } = await createFunction(t, stand, { Publish: true });
  now += 1000;
  const { lambda } = stand;
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 4 }));
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  const alias = { FunctionName, Name: 'PROD' };
  await lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
  const target = { FunctionName, Qualifier: 'PROD' };
  const started = await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 2 }),
  );
  t.is(started.$metadata.httpStatusCode, 202);
  t.like(started, { Status: 'IN_PROGRESS', RequestedProvisionedConcurrentExecutions: 2 });
  const get = () => lambda.send(new GetProvisionedConcurrencyConfigCommand(target));
  t.like(await get(), { Status: 'IN_PROGRESS', AvailableProvisionedConcurrentExecutions: 0 });
  now += 1000;
  t.like(await get(), { Status: 'READY', AvailableProvisionedConcurrentExecutions: 2 });
  await lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: '2' }));
  t.is((await get()).Status, 'IN_PROGRESS');
  now += 1000;
  t.is((await get()).Status, 'READY');
  const list = await lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }));
  t.true(list.ProvisionedConcurrencyConfigs?.[0]?.FunctionArn?.endsWith(`${FunctionName}:PROD`));
});

test('weights and provisioned concurrency exclude each other', async (t) => {
  const { stand, FunctionName, put } = await withAlias(t);
  const weigh = (weights: Record<string, number>) =>
    stand.lambda.send(
      new UpdateAliasCommand({
        FunctionName,
        Name: 'PROD',
        RoutingConfig: { AdditionalVersionWeights: weights },
      }),
    );
  const message = 'Alias with weights can not be used with Provisioned Concurrency';
  await weigh({ '2': 0.1 });
  await refused(t, put('PROD'), 'InvalidParameterValueException', 400, message);
  await weigh({});
  await put('PROD');
  await refused(t, weigh({ '2': 0.1 }), 'InvalidParameterValueException', 400, message);
});

test('provisioned concurrency needs an alias or a version, one of the two, and room', async (t) => {
  const { stand, FunctionName, put, get } = await withAlias(t);
  await refused(t, put('$LATEST'), 'InvalidParameterValueException', 400);
  await refused(t, put('NONE'), 'ResourceNotFoundException', 404);
  await refused(t, put('99'), 'ResourceNotFoundException', 404);
  await refused(t, put('1', 0), 'ValidationException', 400);
  await refused(t, put('1', 901), 'InvalidParameterValueException', 400);
  await refused(t, get('1'), 'ProvisionedConcurrencyConfigNotFoundException', 404);
  await put('1');
  await refused(t, put('PROD'), 'ResourceConflictException', 409);
  await stand.lambda.send(
    new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: '1' }),
  );
  await put('PROD');
  await refused(t, put('1'), 'ResourceConflictException', 409);
});
