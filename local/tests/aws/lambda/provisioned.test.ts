import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import {
  activeFunction,
  createFunction,
  publish,
  publishHandler,
  setUp,
} from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

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
