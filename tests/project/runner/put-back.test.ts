import { CreateAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { findAlias } from '../../../runner/aws/alias.ts';
import { rememberAnswers } from '../../../runner/aws/last-answers.ts';
import type { ReleaseContext } from '../../../runner/context.ts';
import { GateError, LockedError, UsageError } from '../../../runner/errors.ts';
import { readHistory } from '../../../runner/history/entries.ts';
import { formatHolder } from '../../../runner/lock/lock-holder.ts';
import { FailedRun } from '../../../runner/failed-run.ts';
import type { Work } from '../../../runner/put-back.ts';
import { explainStop, inSessions } from '../../../runner/sessions.ts';
import { Session } from '../../../runner/session.ts';
import { acceptTrial, beginTrial } from '../../../runner/traffic/promotion.ts';
import { settle } from '../../../runner/traffic/settling.ts';
import { hasAccepted, readTargets, type Target } from '../../../runner/traffic/target.ts';
import { createContext } from '../behaviour/release/_release.ts';
import { functionName } from '../behaviour/release/_stack.ts';
import { eventually } from './_eventually.ts';
import { elsewhere, stopClock, tick } from './lock/_lock.ts';
import { openStand, type Stand } from './_stand.ts';

const work: Work = { doing: 'releasing', targets: ['stage', 'prod'], clearsUp: true };
const noBundle = { zip: Buffer.alloc(0), codeSha256: '' };
const red = new GateError('The api tier is red', { text: 'mend the code' });

interface RunStand extends Stand {
  readonly context: ReleaseContext;
  readonly readAll: () => Promise<Target[]>;
  /** Puts targets on trial, as a release does before its gates. */
  readonly promote: (...targets: readonly string[]) => Promise<void>;
  readonly history: () => Promise<unknown[]>;
}

async function openRun(t: ExecutionContext, versions?: number): Promise<RunStand> {
  const stand = await openStand(t, { ...(versions !== undefined && { versions }) });
  const { clients, stack } = stand;
  const context = {
    ...createContext(t, stack, { bundle: noBundle, id: 'r1' }),
    clients,
    writers: clients,
    lastKnown: rememberAnswers(clients),
  };
  return {
    ...stand,
    context,
    readAll: () => readTargets(clients, stack.outputs, ['stage', 'prod']),
    async promote(...targets) {
      for (const target of await readTargets(clients, stack.outputs, targets)) {
        await beginTrial(clients, target, stand.pair('2@new'), 'r0');
      }
      stand.writes();
    },
    async history() {
      const entries = await readHistory(clients, functionName, 10);
      return entries.map(({ outcome, putBack }) => ({ outcome, putBack }));
    },
  };
}

/** Fails in a session, as a release does. */
async function failIn(
  t: ExecutionContext,
  { context, stack: { outputs } }: RunStand,
  run: () => Promise<never> = () => Promise.reject(red),
): Promise<FailedRun> {
  const session = await Session.open(context, { kind: 'release', who: 'arn:me' });
  return t.throwsAsync(inSessions([{ context, session, work: { ...work, outputs } }], run), {
    instanceOf: FailedRun,
  });
}

/** The writes that move a target, without the lock. */
const moves = ({ writes }: Stand) =>
  writes().filter((line) => /^(alias (STAGE|PROD)|stage )/.test(line));

const lockOf = async ({ stack }: Stand) => (await stack.alias('RELEASE')).description;

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

test('after a red gate all targets on trial are put back whole, the last one first', async (t) => {
  const run = await openRun(t);
  const before = await run.readAll();
  await run.promote('stage', 'prod');
  const failed = await failIn(t, run);

  const now = await run.readAll();
  for (const [index, target] of now.entries()) {
    t.true(hasAccepted(target, run.pair('1@old')), target.name);
    t.deepEqual(target.apiStage, before[index]?.apiStage);
  }
  t.is(await run.ask(), '200 one 1@old');
  const order = moves(run).map((line) => line.split(/[: ]/)[1]);
  t.true(order.lastIndexOf('prod') < order.indexOf('stage'), order.join());

  t.deepEqual(failed.putBack, ['stage', 'prod']);
  t.deepEqual(failed.targets, now);
  t.is(failed.status, 1);
  t.is(failed.reason, red);
  const { deployment } = run.pair('1@old');
  t.is(
    failed.message,
    'The api tier is red. Put back: stage, prod. ' +
      `Serving now: stage 1@${deployment}, prod 1@${deployment}. Next: mend the code`,
  );
  t.is(await lockOf(run), 'free');
  t.deepEqual(await run.history(), [{ outcome: 'red', putBack: ['stage', 'prod'] }]);
});

test('a target that was accepted stays where it is', async (t) => {
  const run = await openRun(t);
  await run.promote('prod');
  const failed = await failIn(t, run);
  t.deepEqual(failed.putBack, ['prod']);
  t.false(moves(run).some((line) => /STAGE|stage stage/.test(line)));
});

test('what settling did is gone on with, also where its answer was lost', async (t) => {
  const run = await openRun(t);
  await run.promote('prod');
  const [, trial] = await run.readAll();
  if (trial === undefined) {
    throw new Error('There is no prod');
  }
  const accepted = await acceptTrial(run.context.writers, trial, 'r0');
  const served = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '2' };
  await run.stack.clients.lambda.send(new UpdateAliasCommand(served));
  await failIn(t, run);
  const [, now] = await run.readAll();
  t.not(accepted.apiStage.alias, accepted.alias.name);
  t.is(now?.apiStage.alias, accepted.alias.name);
});

const byHand: readonly (readonly [what: string, given: object])[] = [
  ['a version', { FunctionVersion: '3' }],
  ['weights', { RoutingConfig: { AdditionalVersionWeights: { 2: 0.01 } } }],
];

for (const [what, given] of byHand) {
  /** A person gives the alias something that the API stage of an accepted target does not call yet again. */
  const openMoved = async (t: ExecutionContext) => {
    const run = await openRun(t, 3);
    await run.promote('prod');
    const [, trial] = await run.readAll();
    if (trial === undefined) {
      throw new Error('There is no prod');
    }
    const accepted = await acceptTrial(run.context.writers, trial, 'r0');
    t.not(accepted.apiStage.alias, accepted.alias.name, 'the stage calls the standby alias');
    const { lambda } = run.stack.clients;
    const alias = { FunctionName: functionName, Name: 'PROD' };
    await lambda.send(new UpdateAliasCommand({ ...alias, ...given }));
    // Not by a client of the run, which would remember it.
    const aliasNow = () => findAlias(lambda, functionName, 'PROD');
    return { ...run, accepted, aliasNow, moved: await aliasNow() };
  };

  test(`${what} that a person gives an alias while its target settles is a conflict, and left as it is`, async (t) => {
    const run = await openMoved(t);
    const failed = await failIn(t, run, async () => {
      await settle(run.context.writers, run.accepted);
      throw new Error('It settled');
    });
    t.is(failed.status, 4);
    t.deepEqual(await run.aliasNow(), run.moved);
  });

  test(`a red gate leaves ${what} that a person gave an alias whose target was not settled yet`, async (t) => {
    const run = await openMoved(t);
    await failIn(t, run);
    t.deepEqual(await run.aliasNow(), run.moved);
  });
}

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

test('a target that somebody moves while it is put back is a conflict, the other is put back', async (t) => {
  const run = await openRun(t);
  await run.promote('stage', 'prod');
  run.before(/^alias PROD:/, () => run.moveAliasByHand('1'));
  const failed = await failIn(t, run);
  t.is(failed.status, 4);
  t.deepEqual(failed.putBack, ['stage']);
  t.regex(failed.message, /Not put back: Somebody else moved target prod \(alias PROD\) meanwhile/);
});

test('a target that cannot be put back has an exit status of its own', async (t) => {
  const run = await openRun(t);
  await run.promote('stage', 'prod');
  run.before(/^stage prod:/, () => {
    throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} });
  });
  const failed = await failIn(t, run);
  t.is(failed.status, 5);
  t.deepEqual(failed.putBack, ['stage']);
  t.regex(failed.message, /Not put back: AWS refuses the call: no \(while putting back\)/);
  t.regex(failed.message, /Next: npm run status$/);
  t.deepEqual(await run.history(), [{ outcome: 'not put back', putBack: ['stage'] }]);
});

test('what cannot be put back weighs more than a conflict', async (t) => {
  const run = await openRun(t);
  await run.promote('stage', 'prod');
  run.before(/^alias PROD:/, () => run.moveAliasByHand('1'));
  run.before(/^stage stage:/, () => Promise.reject(new Error('no network')));
  const failed = await failIn(t, run);
  t.is(failed.status, 5);
  t.deepEqual(failed.putBack, []);
  t.regex(failed.message, /Not put back: Somebody else moved .* Not put back: no network/);
});

test('a release that lost the lock puts nothing back: who took it will', async (t) => {
  const run = await openRun(t);
  await run.promote('prod');
  const session = await Session.open(run.context, { kind: 'release', who: 'arn:me' });
  session.lock.isLost = () => true;
  const failed = await t.throwsAsync(
    inSessions([{ context: run.context, session, work }], () => Promise.reject(red)),
    { instanceOf: FailedRun },
  );
  t.deepEqual(failed.putBack, []);
  t.deepEqual(moves(run), []);
  t.is(await run.ask(), '200 two 2@new');
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

for (const [kind, advice] of [
  ['dropBefore', 'check the network, then'],
  ['expire', 'sign in again, then'],
] as const) {
  test(`where AWS is out of reach (${kind}), what it told last is told, and how to put back`, async (t) => {
    const run = await openRun(t);
    await run.promote('prod');
    await run.readAll();
    const failed = await failIn(t, run, () => {
      run.stack.aws.faults.replace([{ operation: '*', kind }]);
      return Promise.reject(red);
    });
    run.stack.aws.faults.clear();
    t.is(failed.status, 5);
    t.is(failed.targets, undefined);
    t.deepEqual(failed.lastKnown, await run.readAll());
    const { deployment } = run.pair('2@new');
    t.regex(
      failed.message,
      new RegExp(
        `^The api tier is red\\. Not put back: AWS [^.]* \\(while putting back\\)\\. Last known: stage 1@\\w+, prod 2@${deployment}\\. ` +
          `Next: ${advice}: npm run rollback -- --target prod \\(puts it back\\), or npm run release \\(goes on\\)$`,
      ),
    );
  });
}

test('putting back waits until AWS can be reached again', async (t) => {
  const run = await openRun(t);
  await run.promote('stage', 'prod');
  const { faults } = run.stack.aws;
  const notes: string[] = [];
  const reporter: ReleaseContext['reporter'] = {
    report(event) {
      notes.push(...(event.kind === 'note' ? [event.text] : []));
      faults.clear();
    },
    close: () => undefined,
  };
  const context = { ...run.context, reporter, patienceMs: 10_000 };
  const failed = await failIn(t, { ...run, context }, () => {
    // Stage comes back after prod.
    faults.replace([{ operation: 'apigateway:UpdateStage', call: 2, kind: 'expire' }]);
    return Promise.reject(red);
  });
  t.is(failed.status, 1);
  t.deepEqual(failed.putBack, ['stage', 'prod']);
  t.true((await run.readAll()).every((target) => hasAccepted(target, run.pair('1@old'))));
  t.deepEqual(notes, [
    'AWS does not accept the credentials (while putting back): tried again for 10 s.',
  ]);
});

test('what is explained already is not explained again', async (t) => {
  const run = await openRun(t);
  const failed = await explainStop([run.context], red, work);
  t.is(await explainStop([run.context], failed, work), failed);
});
