import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import {
  GetAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted } from '../../../../runner/errors.ts';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { advise, npmRun } from '../../../../runner/report/next.ts';
import { runFailingRelease, runRelease, type ReleaseOptions } from './_release.ts';
import { runRollback } from './_rollback.ts';
import {
  createStack,
  functionName,
  handlerDoing,
  handlerSaying,
  type TestStack,
} from './_stack.ts';
import { redOn } from './_tier-commands.ts';

const provisioned = (amount: number): Pick<ReleaseOptions, 'targets'> => ({
  targets: { prod: { provisionedConcurrency: amount } },
});

/** Prod serves `first`, and has provisioned concurrency for it. */
async function releaseFirst(
  t: ExecutionContext,
  { allocationMs = 50, bundle }: { allocationMs?: number; bundle?: Bundle } = {},
): Promise<TestStack> {
  const stack = await createStack(t, {}, { allocationMs });
  const first = bundle ?? (await handlerSaying(t, 'first'));
  await runRelease(t, stack, { bundle: first, ...provisioned(1) });
  return stack;
}

async function concurrencyOf({ clients: { lambda } }: TestStack, Qualifier: string) {
  const named = { FunctionName: functionName, Qualifier };
  const config = await lambda
    .send(new GetProvisionedConcurrencyConfigCommand(named))
    .catch(() => undefined);
  return (
    config && `${String(config.RequestedProvisionedConcurrentExecutions)} ${String(config.Status)}`
  );
}

/** The version that serves alone while Lambda moves the concurrency of PROD. */
async function movingFrom({ clients: { lambda } }: TestStack): Promise<string | undefined> {
  const named = { FunctionName: functionName, Name: 'PROD' };
  const { RoutingConfig } = await lambda.send(new GetAliasCommand(named));
  return Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})[0];
}

/** While Lambda moves the concurrency, too. */
async function untilCallsStandby(stack: TestStack): Promise<void> {
  const named = { restApiId: stack.outputs.restApiId, stageName: 'prod' };
  for (;;) {
    const { variables } = await stack.clients.apigateway.send(new GetStageCommand(named));
    if (variables?.LambdaAlias === 'PROD_STANDBY') {
      return;
    }
    await delay(5);
  }
}

/** @returns what prod answers at the first moment at which PROD is on the move. */
async function askWhileMoving(stack: TestStack): Promise<string> {
  while ((await movingFrom(stack)) === undefined) {
    await delay(5);
  }
  return stack.ask('prod');
}

test.serial('an alias gets what the settings ask for, another amount, and none', async (t) => {
  const bundle = await handlerSaying(t, 'first');
  const stack = await releaseFirst(t, { bundle });
  t.is(await concurrencyOf(stack, 'PROD'), '1 READY');
  t.is(await concurrencyOf(stack, 'STAGE'), undefined);
  const release = (targets: ReleaseOptions['targets'] = {}) =>
    runRelease(t, stack, { bundle, targets });
  t.is((await release(provisioned(1).targets)).outcome, 'nothing to release');
  t.is((await release()).outcome, 'nothing to release');
  t.is(await concurrencyOf(stack, 'PROD'), '1 READY');
  t.is((await release(provisioned(2).targets)).outcome, 'released');
  t.is(await concurrencyOf(stack, 'PROD'), '2 READY');
  t.is((await release(provisioned(0).targets)).outcome, 'released');
  t.is(await concurrencyOf(stack, 'PROD'), undefined);
  t.is((await release(provisioned(0).targets)).outcome, 'nothing to release');
  const { Versions } = await stack.clients.lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: functionName }),
  );
  t.deepEqual(
    Versions?.map(({ Version }) => Version),
    ['$LATEST', '1', '2'],
  );
});

test.serial('a promotion waits until Lambda has moved the concurrency', async (t) => {
  const stack = await releaseFirst(t, { allocationMs: 400 });
  const meanwhile = askWhileMoving(stack);
  const during: unknown[] = [];
  await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'second'),
    ...provisioned(1),
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'ready-prod') {
        during.push(movingFrom(stack));
      }
    },
  });
  t.regex(await meanwhile, /^200 first 2@/);
  t.deepEqual(await Promise.all(during), [undefined]);
  t.regex(await stack.ask('prod'), /^200 second 3@/);
  t.is(await concurrencyOf(stack, 'PROD'), '1 READY');
});

/** A handler whose module does not load where it is kept ready. */
async function neverKeptReady(t: ExecutionContext): Promise<Bundle> {
  const { zip, codeSha256 } = await handlerDoing(
    t,
    `return { greeting: 'second' };
    }
    if (process.env.AWS_LAMBDA_INITIALIZATION_TYPE === 'provisioned-concurrency') {
      throw new Error('not here');`,
  );
  return { zip, codeSha256 };
}

test.serial('a candidate that cannot be kept ready is put back', async (t) => {
  const stack = await releaseFirst(t);
  const bundle = await neverKeptReady(t);
  const failure = await runFailingRelease(t, stack, { bundle, ...provisioned(1) });
  t.is(failure.status, 1);
  t.deepEqual(failure.putBack, ['prod']);
  t.regex(
    failure.message,
    /^The provisioned concurrency of alias PROD for version 3 cannot be allocated: FUNCTION_ERROR_INIT_FAILURE/,
  );
  t.is(await movingFrom(stack), undefined);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
  t.regex((await stack.alias('PROD')).description, /^accepted 2@/);
});

test.serial('one that was accepted, and cannot be kept ready, is not called red', async (t) => {
  const stack = await releaseFirst(t);
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'second'"));
  const candidate = { bundle: await neverKeptReady(t), deploymentId, ...provisioned(1) };
  const failure = await runFailingRelease(t, stack, candidate);
  t.is(failure.status, 3);
  t.deepEqual(failure.putBack, []);
  t.regex(failure.message, /cannot be allocated: .*\. Target prod serves without it\./);
  t.is(await stack.ask('prod'), `200 second 3@${deploymentId}`);
});

test.serial('a red gate puts back at once, by the standby, and the alias follows', async (t) => {
  const stack = await releaseFirst(t, { allocationMs: 400 });
  const asked: Promise<string>[] = [];
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'second'),
    ...provisioned(1),
    tiers: { api: redOn('prod') },
    onEvent(event) {
      if (event.kind === 'step-ended' && event.step === 'api-tier-prod') {
        asked.push(untilCallsStandby(stack).then(() => stack.ask('prod')));
      }
    },
  });
  t.deepEqual(failure.putBack, ['prod']);
  t.regex((await Promise.all(asked)).join('; '), /^200 first 2@/);
  t.is(await movingFrom(stack), undefined);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('who is told to stop waits for no allocation, and prod is back', async (t) => {
  const bundle = await handlerSaying(t, 'first');
  const stack = await releaseFirst(t, { allocationMs: 1500, bundle });
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'second'),
    ...provisioned(1),
    tiers: { api: redOn('prod') },
    onEvent(event, { stop }) {
      if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
        stop.abort(new Interrupted('Interrupted', advise(npmRun('release'))));
      }
    },
  });
  t.is(failure.status, 130);
  t.is(await movingFrom(stack), '3');
  t.regex(await stack.ask('prod'), /^200 first 2@/);
  const { outcome } = await runRelease(t, stack, { bundle, ...provisioned(1) });
  t.is(outcome, 'released');
  t.is(await movingFrom(stack), undefined);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial('a stop while Lambda moves it leaves the version before, which served', async (t) => {
  const stack = await releaseFirst(t, { allocationMs: 1500 });
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'second'),
    ...provisioned(1),
    onEvent(event, { stop }) {
      if (event.kind === 'step-started' && event.step === 'promote-prod') {
        void askWhileMoving(stack).then(() => {
          stop.abort(new Interrupted('Interrupted', advise(npmRun('release'))));
        });
      }
    },
  });
  t.is(failure.status, 130);
  t.deepEqual(failure.putBack, ['prod']);
  t.is(await movingFrom(stack), undefined);
  t.regex(await stack.ask('prod'), /^200 first 2@/);
});

test.serial(
  'a rollback answers at once, and the alias has its concurrency afterwards',
  async (t) => {
    const stack = await releaseFirst(t);
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'second'), ...provisioned(1) });
    await runRollback(t, stack);
    t.regex(await stack.ask('prod'), /^200 first 2@/);
    t.is(await movingFrom(stack), undefined);
    t.is(await concurrencyOf(stack, 'PROD'), '1 READY');
  },
);

test.serial('a change of both comes back to the alias when it is allocated', async (t) => {
  const stack = await releaseFirst(t, { allocationMs: 300 });
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'second'"));
  const meanwhile = askWhileMoving(stack);
  await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'second'),
    deploymentId,
    ...provisioned(1),
  });
  const served = `200 second 3@${deploymentId}`;
  t.is(await meanwhile, served);
  t.is(await movingFrom(stack), undefined);
  t.is(await stack.ask('prod'), served);
});
