import test from 'ava';
import { startRelease, startRollback } from './_child.ts';
import { runAndKill } from './_killed.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { releaseBoth, runRollback } from './_rollback.ts';
import { makeCandidate } from './_rollout.ts';
import { createStack, handlerSaying } from './_stack.ts';
import { redOn } from './_tier-commands.ts';

test.serial('a red release --again leaves what it was told of as it was', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const bundle = await handlerSaying(t, 'two');
  await runRelease(t, stack, { bundle });
  await runRollback(t, stack, { id: 'back' });
  const tiers = { api: redOn('prod') };
  const red = await runFailingRelease(t, stack, { bundle, tiers, isAgain: true, id: 'again' });
  t.deepEqual([red.status, red.putBack], [1, ['prod']]);

  const refused = await runFailingRelease(t, stack, { bundle });
  t.is(refused.status, 2);
  t.regex(refused.message, /^Target prod was rolled back from 3@\w+, and .* --again/);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  await runRelease(t, stack, { bundle, isAgain: true });
  t.regex(await stack.ask('prod'), /^200 two 3@/);
});

test.serial('a release --again that was killed goes on without being told again', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const bundle = await handlerSaying(t, 'two');
  await runRelease(t, stack, { bundle });
  await runRollback(t, stack);
  const stop = new AbortController();
  await runFailingRelease(t, stack, {
    ...{ bundle, isAgain: true, stop },
    onEvent(event) {
      if (event.kind === 'step-started' && event.step === 'api-tier-prod') {
        // The lock is left, and the target on trial.
        stack.aws.faults.replace([{ operation: '*', kind: 'fail' }]);
        stop.abort(new Error('killed'));
      }
    },
  });
  stack.aws.faults.clear();
  t.regex((await stack.alias('PROD')).description, /^trial 3@\w+ .*, rolled back from 3@/);
  await runRelease(t, stack, { bundle });
  t.regex(await stack.ask('prod'), /^200 two 3@/);
  t.notRegex((await stack.alias('PROD')).description, /rolled back/);
});

test.serial('after a red release that was killed a rollback goes back', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two', 'three']) {
    await releaseBoth(t, stack, greeting);
  }
  await runRollback(t, stack);
  const four = await makeCandidate(t, stack, 'four', { code: true, api: true });
  const child = await startRelease(t, stack, { ...four, id: 'red', apiTier: redOn('prod') });
  const lastWrite = { operation: 'logs:PutLogEvents', call: 2, kind: 'exit-before' } as const;
  t.is(await runAndKill(stack, child, lastWrite), null);
  t.regex(await stack.ask('prod'), /^200 two 3@/);

  const { moved } = await runRollback(t, stack);
  t.is(moved.length, 1);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('what a killed rollback was to take away waits for approval', async (t) => {
  const stack = await createStack(t);
  await runRelease(t, stack, { bundle: await handlerSaying(t, 'one') });
  const next = await makeCandidate(t, stack, 'two', { code: true, api: true });
  await runRelease(t, stack, next);
  const child = await startRollback(t, stack, { id: 'killed' });
  const move = { operation: 'apigateway:UpdateStage', call: 1, kind: 'exit-before' } as const;
  t.is(await runAndKill(stack, child, move), null);
  t.regex(await stack.ask('prod'), /^200 two 3@/);

  const targets = { prod: { approval: 'required' as const } };
  const again = { ...next, targets, isAgain: true };
  t.is((await runRelease(t, stack, again)).outcome, 'waiting for approval');
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  t.is((await runRelease(t, stack, { ...again, isContinued: true })).outcome, 'released');
  t.regex(await stack.ask('prod'), /^200 two 3@/);
});
