import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import type { ReleaseContext } from '../../../runner/context.ts';
import { LockedError, UsageError } from '../../../runner/errors.ts';
import { formatHolder } from '../../../runner/lock/lock-holder.ts';
import type { Work } from '../../../runner/put-back.ts';
import { explainStop, inSessions } from '../../../runner/sessions.ts';
import { Session } from '../../../runner/session.ts';
import { hasAccepted } from '../../../runner/traffic/target.ts';
import { createContext } from '../behaviour/release/_release.ts';
import { functionName } from '../behaviour/release/_stack.ts';
import { eventually } from './_eventually.ts';
import { elsewhere, stopClock, tick } from './lock/_lock.ts';
import { type Stand } from './_stand.ts';
import {
  failIn,
  lockOf,
  moves,
  openRun,
  red,
  work,
  noBundle,
  type RunStand,
} from './_run-stand.ts';

test('work that is done is told to the history, and the lock is given back', async (t) => {
  const run = await openRun(t);
  const session = await Session.open(run.context, { kind: 'release', who: 'arn:me' });
  const report = { outcome: 'released', targets: await run.readAll() };
  t.is(
    await inSessions([{ context: run.context, session, work }], () => Promise.resolve(report)),
    report,
  );
  t.is(await lockOf(run), 'free');
  t.deepEqual(await run.history(), [{ outcome: 'released', putBack: [] }]);
});

test('a dry run has no session: what it throws is left as it is', async (t) => {
  const run = await openRun(t);
  const error = await t.throwsAsync(
    inSessions([{ context: run.context, session: undefined, work }], () => Promise.reject(red)),
  );
  t.is(error, red);
  t.deepEqual(run.writes(), []);
});

test('why a release was stopped is the reason, not what broke off then', async (t) => {
  const run = await openRun(t);
  const failed = await failIn(t, run, () => {
    run.context.stop.abort(red);
    return Promise.reject(new Error('The operation was aborted'));
  });
  t.is(failed.reason, red);
});

test('an error of AWS is explained', async (t) => {
  const run = await openRun(t);
  const failed = await failIn(t, run, () =>
    Promise.reject(Object.assign(new Error('later'), { name: 'ServiceException', $metadata: {} })),
  );
  t.is(failed.status, 3);
  t.regex(
    failed.message,
    /^AWS answered ServiceException: later \(while releasing\)\. Nothing had/,
  );
});

test('a defect is told with its message, and what to look at', async (t) => {
  const run = await openRun(t);
  const failed = await failIn(t, run, () => Promise.reject(new TypeError('x is not a function')));
  t.is(failed.status, 3);
  t.regex(failed.message, /^x is not a function\. .* Next: npm run status$/);
});

/** Those of two targets; one more is the lock, which is read until it beats. */
const aliases = 4;

function readsOfAliases({ stack }: Stand): number {
  return stack.aws.calls.list().filter(({ operation }) => operation === 'GetAlias').length;
}

test('a release that stops before it holds the lock clears up after one that was killed', async (t) => {
  const run = await openRun(t);
  await run.promote('stage');
  const failed = await explainStop([run.context], red, work);
  t.deepEqual(failed.putBack, ['stage']);
  t.true((await run.readAll()).every((target) => hasAccepted(target, run.pair('1@old'))));
  t.is(await lockOf(run), 'free');
  t.deepEqual(await run.history(), [{ outcome: 'red', putBack: ['stage'] }]);
});

test.serial(
  'it clears up also when it was stopped by Ctrl-C, and has to wait for the lock',
  async (t) => {
    const run = await openRun(t);
    await run.promote('stage');
    const lock = { FunctionName: functionName, Name: 'RELEASE', FunctionVersion: '$LATEST' };
    const Description = formatHolder({ release: 'r0', process: elsewhere, beat: 1 });
    await run.stack.clients.lambda.send(new CreateAliasCommand({ ...lock, Description }));
    stopClock(t);
    run.context.stop.abort(red);
    const before = readsOfAliases(run);
    const explaining = explainStop([run.context], new Error('aborted'), work);
    await eventually(
      t,
      () => readsOfAliases(run) > before + aliases + 1,
      'it waits for a beat of the lock',
    );
    tick(15_000);
    const failed = await explaining;
    t.deepEqual(failed.putBack, ['stage']);
    t.is(failed.reason, red);
  },
);

const onlyTells: Readonly<Record<string, (run: RunStand) => [ReleaseContext, unknown, Work]>> = {
  'a rollback': ({ context }) => [context, red, { ...work, clearsUp: false }],
  'a dry run': ({ context }) => [{ ...context, isDryRun: true }, red, work],
  'who meets a release that is running': ({ context }) => [
    context,
    new LockedError('Another release is running', { text: 'wait' }),
    work,
  ],
};

for (const [title, stop] of Object.entries(onlyTells)) {
  test(`${title} only tells what is left on trial`, async (t) => {
    const run = await openRun(t);
    await run.promote('stage');
    const [context, error, options] = stop(run);
    const failed = await explainStop([context], error, options);
    t.is(failed.reason, error);
    t.deepEqual(failed.putBack, []);
    t.regex(failed.message, /Nothing had to be put back\. Serving now: stage 2@/);
    t.deepEqual(run.writes(), []);
  });
}

test('where nothing is on trial, no lock is taken', async (t) => {
  const run = await openRun(t);
  const failed = await explainStop([run.context], red, work);
  t.is(failed.status, 1);
  t.deepEqual(run.writes(), []);
  t.deepEqual(await run.history(), []);
});

test('while another release is running, that one is left to put back', async (t) => {
  const run = await openRun(t);
  await run.promote('stage');
  const { stack } = run;
  const { clients } = createContext(t, stack, { bundle: noBundle });
  const other = await Session.open(
    { ...run.context, clients, id: 'other' },
    { kind: 'release', who: 'arn:you' },
  );
  const before = readsOfAliases(run);
  const explaining = explainStop([run.context], red, work);
  await eventually(t, () => readsOfAliases(run) > before + aliases, 'the lock was read');
  await other.close({ outcome: 'released', status: 0, targets: [], putBack: [] });
  const failed = await explaining;
  t.is(failed.status, 1);
  t.deepEqual(failed.putBack, []);
  t.deepEqual(moves(run), []);
});

/** The function is called otherwise in the settings than it is on AWS. */
function renamed({ settings, ...context }: ReleaseContext): ReleaseContext {
  const program = { ...settings.program, function: { ...settings.program.function, name: 'new' } };
  return { ...context, settings: { ...settings, program } };
}

test('a stack with nothing provisioned serves nothing', async (t) => {
  const run = await openRun(t);
  const program = await run.context.openProgram();
  const openProgram = () =>
    Promise.resolve({ ...program, outputs: () => Promise.resolve(undefined) });
  const failed = await explainStop([{ ...renamed(run.context), openProgram }], red, work);
  t.is(failed.targets, undefined);
  t.regex(failed.message, /\. Nothing is provisioned\. /);
});

test('what is called otherwise in the settings by now is known to Pulumi', async (t) => {
  const run = await openRun(t);
  const failed = await explainStop([renamed(run.context)], red, work);
  t.deepEqual(failed.targets, await run.readAll());
});

test('what cannot be read does not hide why the release stopped', async (t) => {
  const run = await openRun(t);
  const openProgram = () => Promise.reject(new UsageError('no CLI', { text: 'install it' }));
  const failed = await explainStop([{ ...renamed(run.context), openProgram }], red, work);
  t.is(failed.reason, red);
  t.is(failed.targets, undefined);
  t.regex(failed.message, /\. What serves now could not be read\. /);
});

test('Pulumi is not asked for what AWS tells', async (t) => {
  const run = await openRun(t);
  const openProgram = () => Promise.reject(new UsageError('no CLI', { text: 'install it' }));
  const failed = await explainStop([{ ...run.context, openProgram }], red, work);
  t.deepEqual(failed.targets, await run.readAll());
});

test('what is explained already is not explained again', async (t) => {
  const run = await openRun(t);
  const failed = await explainStop([run.context], red, work);
  t.is(await explainStop([run.context], failed, work), failed);
});
