import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  GetAliasCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  PutFunctionConcurrencyCommand,
  type GetProvisionedConcurrencyConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { setTimeout as delay } from 'node:timers/promises';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { archive } from './_helpers/archive.ts';
import {
  activeFunction,
  createFunction,
  handlerZip,
  invoke,
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

/** Reads until the allocation has ended one way or the other. */
async function allocated(get: () => Promise<GetProvisionedConcurrencyConfigCommandOutput>) {
  for (;;) {
    const config = await get();
    if (config.Status !== 'IN_PROGRESS') {
      return config;
    }
    await delay(10);
  }
}

const initialization = 'return process.env.AWS_LAMBDA_INITIALIZATION_TYPE';
const broken = 'throw new Error("does not load");';

/** Version 1 answers how it was started, and so does version 2, unless it is given other code. */
async function twoVersions(t: ExecutionContext, second?: string) {
  let now = Date.now();
  const clock = {
    now: () => now,
    timings: { pendingMs: 0, inProgressMs: 0, allocationMs: 1000 },
  };
  const stand = await setUp(t, clock);
  const { lambda } = stand;
  const ZipFile = await handlerZip(initialization);
  const { FunctionName } = await createFunction(t, stand, { Code: { ZipFile } });
  await publish(stand, FunctionName);
  const next = second === undefined ? ZipFile : await archive({ 'index.mjs': second });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: next }));
  await publish(stand, FunctionName);
  const alias = { FunctionName, Name: 'PROD' };
  await lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
  const get = (Qualifier: string) =>
    lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
  return {
    stand,
    FunctionName,
    get,
    pass: () => {
      now += 1000;
    },
    put: (Qualifier: string) =>
      lambda.send(
        new PutProvisionedConcurrencyConfigCommand({
          FunctionName,
          Qualifier,
          ProvisionedConcurrentExecutions: 1,
        }),
      ),
    settle: (Qualifier: string) => allocated(() => get(Qualifier)),
    move: (FunctionVersion: string) =>
      lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion })),
    weights: async () =>
      (await lambda.send(new GetAliasCommand(alias))).RoutingConfig?.AdditionalVersionWeights,
    call: async (Qualifier: string) => {
      const { ExecutedVersion, payload } = await invoke(stand, FunctionName, {}, { Qualifier });
      return [ExecutedVersion, payload];
    },
  };
}

testEmbedded('provisioned concurrency is IN_PROGRESS, then READY, and serves', async (t) => {
  const { stand, FunctionName, put, get, pass, settle, call } = await twoVersions(t);
  t.deepEqual(await call('PROD'), ['1', 'on-demand']);
  const started = await put('PROD');
  t.is(started.$metadata.httpStatusCode, 202);
  t.like(started, { Status: 'IN_PROGRESS', RequestedProvisionedConcurrentExecutions: 1 });
  t.like(await get('PROD'), { Status: 'IN_PROGRESS', AvailableProvisionedConcurrentExecutions: 0 });
  pass();
  t.like(await settle('PROD'), {
    Status: 'READY',
    AvailableProvisionedConcurrentExecutions: 1,
    AllocatedProvisionedConcurrentExecutions: 1,
  });
  t.deepEqual(await call('PROD'), ['1', 'provisioned-concurrency']);
  t.deepEqual(await call('2'), ['2', 'on-demand']);
  const list = new ListProvisionedConcurrencyConfigsCommand({ FunctionName });
  const { ProvisionedConcurrencyConfigs: [config] = [] } = await stand.lambda.send(list);
  t.true(config?.FunctionArn?.endsWith(`${FunctionName}:PROD`));
});

testEmbedded('calls beyond what is provisioned are served on demand', async (t) => {
  const body = `await new Promise((done) => setTimeout(done, 300)); ${initialization}`;
  const { put, pass, settle, call } = await twoVersions(
    t,
    `export const handler = async () => { ${body} };`,
  );
  await put('2');
  pass();
  await settle('2');
  const answers = await Promise.all([call('2'), call('2')]);
  t.deepEqual(answers.map(([, payload]) => payload).sort(), [
    'on-demand',
    'provisioned-concurrency',
  ]);
  t.deepEqual(await call('2'), ['2', 'provisioned-concurrency']);
});

testEmbedded('it moves with its alias, which the former version serves meanwhile', async (t) => {
  const { put, pass, settle, move, weights, call } = await twoVersions(t);
  await put('PROD');
  pass();
  await settle('PROD');
  const moved = await move('2');
  t.like(moved, { FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: { 1: 1 } } });
  t.deepEqual(await call('PROD'), ['1', 'provisioned-concurrency']);
  pass();
  t.is((await settle('PROD')).Status, 'READY');
  t.is(await weights(), undefined);
  t.deepEqual(await call('PROD'), ['2', 'provisioned-concurrency']);
  t.deepEqual(await call('1'), ['1', 'on-demand']);
});

testEmbedded('code that does not load fails, and the alias keeps the former version', async (t) => {
  const { put, pass, settle, move, weights, call } = await twoVersions(t, broken);
  await put('PROD');
  pass();
  await settle('PROD');
  await move('2');
  pass();
  t.like(await settle('PROD'), {
    Status: 'FAILED',
    StatusReason: 'FUNCTION_ERROR_INIT_FAILURE',
    RequestedProvisionedConcurrentExecutions: 1,
    AllocatedProvisionedConcurrentExecutions: 0,
    AvailableProvisionedConcurrentExecutions: 0,
  });
  t.deepEqual(await weights(), { 1: 1 });
  t.deepEqual(await call('PROD'), ['1', 'provisioned-concurrency']);
  await move('1');
  pass();
  t.is((await settle('PROD')).Status, 'READY');
  t.is(await weights(), undefined);
});

testEmbedded('a reservation that is all provisioned leaves nothing to $LATEST', async (t) => {
  const { stand, FunctionName, put, pass, settle, call } = await twoVersions(t);
  await stand.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }),
  );
  await put('1');
  pass();
  await settle('1');
  await refused(t, call('$LATEST'), 'TooManyRequestsException', 429, 'Rate Exceeded.');
  await refused(t, call('2'), 'TooManyRequestsException', 429);
  t.deepEqual(await call('PROD'), ['1', 'provisioned-concurrency']);
  await refused(
    t,
    stand.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
    ),
    'InvalidParameterValueException',
    400,
    " ReservedConcurrentExecutions  0 should not be lower than function's total provisioned concurrency [1].",
  );
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
  await refused(t, put('1', 901), 'InvalidParameterValueException', 400, /below its minimum value/);
  const unreserved = /greater than account's unreserved concurrency \[1000\]\.$/;
  await refused(t, put('1', 1001), 'InvalidParameterValueException', 400, unreserved);
  await refused(t, get('1'), 'ProvisionedConcurrencyConfigNotFoundException', 404);
  await put('1');
  await refused(t, put('PROD'), 'ResourceConflictException', 409);
  await stand.lambda.send(
    new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: '1' }),
  );
  await put('PROD');
  await refused(t, put('1'), 'ResourceConflictException', 409);
});
