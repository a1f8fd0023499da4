import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { rollback } from '../../../../runner/rollback.ts';
import { startRelease } from './_child.ts';
import { runAndKill } from './_killed.ts';
import { createContext } from './_release.ts';
import { releaseBoth, runFailingRollback, runRollback } from './_rollback.ts';
import { createStack, functionName, handlerSaying } from './_stack.ts';

const step = { step: 'initialize', priority: 'low' } as const;

for (const seed of [1, 2, 3]) {
  test.serial(
    `what a release that was killed just before left on the standby is not served: ${seed}`,
    async (t) => {
      t.timeout(60_000);
      const lag = { alias: 0.5, stage: 0.5, read: 2, seed };
      const stack = await createStack(t, lag, { hasStandby: true });
      await releaseBoth(t, stack, 'one');
      await releaseBoth(t, stack, 'two');
      stack.aws.lag.pass(10);
      const deploymentId = await stack.deployApi((body) =>
        body.replaceAll("'no-store'", "'three'"),
      );
      const bundle = await handlerSaying(t, 'three');
      const child = await startRelease(t, stack, { bundle, deploymentId, id: 'killed' });
      // The first is the lock, the second the standby.
      const kill = { operation: 'UpdateAlias', call: 2, kind: 'exit-after' } as const;
      t.is(await runAndKill(stack, child, kill), null);
      t.is((await stack.alias('PROD_STANDBY')).version, '4');
      const { targets } = await runRollback(t, stack);
      t.is(targets[0]?.alias.version, '2');
      stack.aws.lag.pass(10);
      t.regex(await stack.ask('prod'), /^200 one 2@/);
    },
  );
}

test.serial('an old answer about the API stage is not gone back by', async (t) => {
  t.timeout(60_000);
  const stack = await createStack(t);
  const first = await releaseBoth(t, stack, 'one');
  const { restApiId } = stack.outputs;
  const get = new GetStageCommand({ restApiId, stageName: 'prod' });
  const old = await stack.clients.apigateway.send(get);
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'two'"));
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    id: 'killed',
    deploymentId,
    apiTier: 'node --eval setTimeout(()=>{},process.env.TARGET==="prod"?60000:0)',
  });
  child.begin();
  await child.reached('api-tier-prod');
  child.kill('SIGKILL');
  await child.ended();

  const read = 2;
  const late = { ...stack, propagation: { alias: 0, stage: 0, read } };
  const until = stack.clock.now() + read * 1000;
  const context = createContext(t, late, { bundle: await handlerSaying(t, undefined) });
  context.clients.apiGateway.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const isOld =
          commandName === 'GetStageCommand' &&
          'stageName' in args.input &&
          args.input.stageName === 'prod' &&
          stack.clock.now() < until;
        return isOld ? { ...answer, output: old } : answer;
      },
    step,
  );
  await rollback(context, { target: 'prod' });
  t.is(await stack.ask('prod'), `200 one 2@${first}`);
  t.regex((await stack.alias('PROD')).description, /^accepted 2@\w+ after 1@\w+ by /);
});

test.serial('what another one left that held the lock meanwhile is read again', async (t) => {
  t.timeout(60_000);
  const stack = await createStack(t, {}, { hasStandby: true });
  await releaseBoth(t, stack, 'one');
  await releaseBoth(t, stack, 'two');
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'three'"));
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    deploymentId,
    id: 'killed',
  });
  const context = createContext(t, stack, { bundle: await handlerSaying(t, undefined) });
  let isTaken = false;
  context.clients.lambda.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UpdateAliasCommand' && !isTaken) {
          isTaken = true;
          const kill = { operation: 'UpdateAlias', call: 2, kind: 'exit-after' } as const;
          t.is(await runAndKill(stack, child, kill), null);
        }
        return next(args);
      },
    step,
  );
  await rollback(context, { target: 'prod' });
  t.true(isTaken);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

/** An api tier that gives a person the time to move something. */
const slow = (status: number) =>
  `node --eval setTimeout(()=>{process.exitCode=${String(status)}},500)`;

test.serial(
  'what a person makes a target serve meanwhile is not recorded as gone back to',
  async (t) => {
    const stack = await createStack(t);
    await releaseBoth(t, stack, 'one');
    await releaseBoth(t, stack, 'two');
    const { restApiId } = stack.outputs;
    const byHand = await stack.deployApi((body) => body.replaceAll("'no-store'", "'by-hand'"));
    const moved: Promise<unknown>[] = [];
    const failure = await runFailingRollback(t, stack, {
      isTested: true,
      tiers: { api: slow(1) },
      onEvent: (event) => {
        if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
          const patchOperations = [
            { op: 'replace' as const, path: '/deploymentId', value: byHand },
          ];
          const stage = { restApiId, stageName: 'prod', patchOperations };
          moved.push(stack.clients.apigateway.send(new UpdateStageCommand(stage)));
        }
      },
    });
    await Promise.all(moved);
    t.is(failure.status, 4);
    t.notRegex(failure.message, /stays on/);
    t.is(await stack.ask('prod'), `200 one 2@${byHand}`);
  },
);

test.serial(
  'an alias that callers are answered by, and a person moved, is not recorded as gone back to',
  async (t) => {
    // The API stage calls the standby alias from the move on until it is settled.
    const stack = await createStack(t);
    await releaseBoth(t, stack, 'one');
    await releaseBoth(t, stack, 'two');
    const moved: Promise<unknown>[] = [];
    const failure = await runFailingRollback(t, stack, {
      isTested: true,
      tiers: { api: slow(0) },
      onEvent: (event) => {
        if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
          const byHand = { FunctionName: functionName, Name: 'PROD_STANDBY', FunctionVersion: '1' };
          moved.push(stack.clients.lambda.send(new UpdateAliasCommand(byHand)));
        }
      },
    });
    await Promise.all(moved);
    t.is(failure.status, 4);
    t.regex((await stack.alias('PROD')).description, /^trial /);
  },
);
