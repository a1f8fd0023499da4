import test, { type ExecutionContext } from 'ava';
import { Interrupted } from '../../../../runner/errors.ts';
import { FailedRun } from '../../../../runner/failed-run.ts';
import { advise, npmRun } from '../../../../runner/report/next.ts';
import { rollback } from '../../../../runner/rollback.ts';
import { createContext } from './_release.ts';
import { releaseBoth, runFailingRollback, runRollback } from './_rollback.ts';
import { createStack, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

async function releaseThree(t: ExecutionContext): Promise<TestStack> {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two', 'three']) {
    await releaseBoth(t, stack, greeting);
  }
  return stack;
}

/** Ctrl-C, as `npm run rollback` hears it, when a step has started or ended. */
async function interrupt(
  t: ExecutionContext,
  stack: TestStack,
  at: { readonly kind: 'step-started' | 'step-ended'; readonly step: string },
): Promise<FailedRun> {
  const stop = new AbortController();
  const context = createContext(t, stack, {
    bundle: await handlerSaying(t, undefined),
    stop,
    onEvent: (event) => {
      if (event.kind === at.kind && event.step === at.step) {
        const typed = advise(npmRun('rollback', '--target', 'prod'));
        stop.abort(new Interrupted('The rollback was interrupted', typed));
      }
    },
  });
  return t.throwsAsync(rollback(context, { target: 'prod' }), { instanceOf: FailedRun });
}

/** What the last line of a command says to type. */
const nextOf = ({ message }: FailedRun) => message.replace(/^.* Next: /, '');

test.serial(
  'a rollback that has moved when it is stopped is completed, and says no more to type',
  async (t) => {
    const stack = await releaseThree(t);
    const failed = await interrupt(t, stack, { kind: 'step-started', step: 'ready-prod' });
    t.is(failed.status, 130);
    t.deepEqual(failed.putBack, ['prod']);
    t.is(nextOf(failed), 'npm run status');
    t.regex(await stack.ask('prod'), /^200 two /);
  },
);

test.serial(
  'what one that is stopped while it settles says to type leads to the same pair',
  async (t) => {
    const stack = await releaseThree(t);
    const failed = await interrupt(t, stack, { kind: 'step-ended', step: 'record-prod' });
    const [, to = ''] =
      /^npm run rollback -- --target prod --to (3@\w+)$/.exec(nextOf(failed)) ?? [];
    t.not(to, '', failed.message);
    for (const times of ['once', 'twice']) {
      const { targets } = await runRollback(t, stack, { to });
      t.is(await stack.ask('prod'), `200 two ${to}`, times);
      t.is(targets[0]?.apiStage.alias, 'PROD', times);
    }
  },
);

test.serial('what one that AWS fails says to type leads to the same pair', async (t) => {
  const stack = await releaseThree(t);
  const failed = await runFailingRollback(t, stack, {
    onEvent(event) {
      if (event.kind === 'step-ended' && event.step === 'record-prod') {
        stack.aws.faults.replace([{ operation: 'apigateway:UpdateStage', kind: 'fail' }]);
      }
    },
  });
  stack.aws.faults.clear();
  t.is(failed.status, 3);
  const [, to = ''] =
    /^run the command again; it continues: npm run rollback -- --target prod --to (3@\w+)$/.exec(
      nextOf(failed),
    ) ?? [];
  t.not(to, '', failed.message);
  const { moved } = await runRollback(t, stack, { to });
  t.deepEqual(moved, []);
  t.is(await stack.ask('prod'), `200 two ${to}`);
});

test.serial(
  'one that is stopped before it knows where to says to type the same again',
  async (t) => {
    t.timeout(60_000);
    const stack = await createStack(t, { read: 1 });
    await releaseBoth(t, stack, 'one');
    await releaseBoth(t, stack, 'two');
    const failed = await interrupt(t, stack, { kind: 'step-started', step: 'choose-again' });
    t.deepEqual(failed.putBack, []);
    t.is(nextOf(failed), 'npm run rollback -- --target prod');
  },
);

test.serial(
  'a rollback to what is served moves nothing, and is tested where that is asked for',
  async (t) => {
    const stack = await releaseThree(t);
    const before = await stack.alias('PROD');
    const { outcome, moved, targets } = await runRollback(t, stack, { to: '4' });
    t.deepEqual([outcome, moved], ['rolled back', []]);
    t.is(targets[0]?.alias.version, '4');
    t.deepEqual(await stack.alias('PROD'), before);
    const failed = await runFailingRollback(t, stack, {
      to: '4',
      isTested: true,
      tiers: { api: red },
    });
    t.is(failed.status, 1);
    t.deepEqual(await stack.alias('PROD'), before);
  },
);

test.serial(
  'when the tests are red it says which pair is before, not to go one back',
  async (t) => {
    const stack = await releaseThree(t);
    const failed = await runFailingRollback(t, stack, { isTested: true, tiers: { api: red } });
    t.regex(nextOf(failed), /to go on to (2@\w+): npm run rollback -- --target prod --to \1$/);
  },
);
