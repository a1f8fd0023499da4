import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { findAlias } from '../../../runner/aws/alias.ts';
import type { ReleaseContext } from '../../../runner/context.ts';
import { FailedRun } from '../../../runner/failed-run.ts';
import { inSessions } from '../../../runner/sessions.ts';
import { Session } from '../../../runner/session.ts';
import { acceptTrial } from '../../../runner/traffic/promotion.ts';
import { settle } from '../../../runner/traffic/settling.ts';
import { movedBySomebodyElse } from '../../../runner/traffic/writers.ts';
import { hasAccepted } from '../../../runner/traffic/target.ts';
import { functionName } from '../behaviour/release/_stack.ts';
import { failIn, lockOf, moves, openRun, red, work } from './_run-stand.ts';

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

test('a target whose standby API stage somebody deleted meanwhile is put back', async (t) => {
  const run = await openRun(t);
  await run.promote('prod');
  const { outputs } = run.stack;
  const { prod } = outputs.targets;
  if (prod === undefined) {
    throw new Error('There is no prod');
  }
  const deleted = { ...prod, standbyStage: 'prod_standby', standbyUrl: `${prod.url}_standby` };
  const targets = { ...outputs.targets, prod: deleted };
  const failed = await failIn(t, {
    ...run,
    stack: { ...run.stack, outputs: { ...outputs, targets } },
  });
  t.deepEqual(failed.putBack, ['prod']);
  t.is(failed.status, 1);
  t.is(await run.ask(), '200 one 1@old');
});

test('what somebody moved in one region is settled in another', async (t) => {
  const run = await openRun(t);
  await run.promote('prod');
  const [, trial] = await run.readAll();
  if (trial === undefined) {
    throw new Error('There is no prod');
  }
  await acceptTrial(run.context.writers, trial, 'r0');
  const outputs = { ...run.stack.outputs, region: 'eu-west-1' };
  const there = { ...run, stack: { ...run.stack, outputs } };
  const conflict = movedBySomebodyElse(trial).in('us-east-1');
  await failIn(t, there, () => Promise.reject(conflict));
  const [, now] = await run.readAll();
  t.is(now?.apiStage.alias, now?.alias.name);
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
