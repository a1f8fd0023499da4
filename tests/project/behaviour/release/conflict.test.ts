import { UpdateAliasCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { createStack, functionName, handlerSaying } from './_stack.ts';

test.serial('of two releases at once one wins, and the other changes nothing', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const greetings = ['two', 'three'] as const;
  const bundles = [await handlerSaying(t, 'two'), await handlerSaying(t, 'three')] as const;
  const results = await Promise.allSettled(
    bundles.map((bundle) => runRelease(t, stack, { bundle })),
  );
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  const losers = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  t.is(losers.length, 1);
  const [loser] = losers;
  t.true(loser instanceof FailedRun);
  t.is(loser instanceof FailedRun ? loser.status : undefined, 4);
  const expected = new RegExp(`^200 ${greetings[winner] ?? 'none'} 3@`);
  t.regex(await stack.ask('stage'), expected);
  t.regex(await stack.ask('prod'), expected);
  t.is((await stack.alias('RELEASE')).description, 'free');
});

test.serial('an alias that a person moves while its gates run is left alone', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const moved: Promise<unknown>[] = [];
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    onEvent: (event) => {
      if (event.kind === 'step-started' && event.step === 'api-tier-stage') {
        const byHand = { FunctionName: functionName, Name: 'STAGE', FunctionVersion: '1' };
        moved.push(stack.clients.lambda.send(new UpdateAliasCommand(byHand)));
      }
    },
  });
  await Promise.all(moved);
  t.is(failure.status, 4);
  t.deepEqual(failure.putBack, []);
  t.is((await stack.alias('STAGE')).version, '1');
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('a stage that a person moves while its gates run is left alone', async (t) => {
  const stack = await createStack(t);
  const bundle = await handlerSaying(t, 'one');
  await runRelease(t, stack, { bundle });
  const byHand = await stack.deployApi();
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", "'no-cache'"));
  const moved: Promise<unknown>[] = [];
  const failure = await runFailingRelease(t, stack, {
    bundle,
    deploymentId,
    onEvent: (event) => {
      if (event.kind === 'step-started' && event.step === 'api-tier-stage') {
        const patch = {
          restApiId: stack.outputs.restApiId,
          stageName: 'stage',
          patchOperations: [{ op: 'replace' as const, path: '/deploymentId', value: byHand }],
        };
        moved.push(stack.clients.apigateway.send(new UpdateStageCommand(patch)));
      }
    },
  });
  await Promise.all(moved);
  t.is(failure.status, 4);
  t.is(await stack.ask('stage'), `200 one 2@${byHand}`);
});

test.serial('a configuration that changes before it is published stops the release', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const changed: Promise<unknown>[] = [];
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'two'),
    onEvent: (event) => {
      if (event.kind === 'step-ended' && event.step === 'compare') {
        const timeout = { FunctionName: functionName, Timeout: 9 };
        changed.push(stack.clients.lambda.send(new UpdateFunctionConfigurationCommand(timeout)));
      }
    },
  });
  await Promise.all(changed);
  t.is(failure.status, 4);
  t.regex(await stack.ask('stage'), /^200 one 2@/);
});
