import test from 'ava';
import { ConflictError } from '../../../../../runner/errors.ts';
import { byCanary } from '../../../../../runner/traffic/shifting/by-canary.ts';
import { pairOf, sharesOf } from '../../../../../runner/traffic/target.ts';
import { openStand } from '../../_stand.ts';
import { answerCounts } from './_counts.ts';

test('a share is a canary to the standby alias; the journal comes first, the standby alias moves once', async (t) => {
  const stand = await openStand(t);
  const shifting = byCanary(stand.clients);
  const candidate = stand.pair('2@new');
  let target = await stand.read();
  for (const percent of [5, 12.5, 50]) {
    target = await shifting.setShare(target, { candidate, percent, release: 'r1' });
    t.deepEqual(stand.writes(), [
      `alias PROD: 1 (trial 2@new at ${String(percent)}% after 1@old by release r1)`,
      ...(percent === 5 ? ['alias PROD_STANDBY: 2 (standby of PROD)'] : []),
      'stage prod: /deploymentId old, /variables/LambdaAlias PROD, /canarySettings/deploymentId new, ' +
        '/canarySettings/stageVariableOverrides/LambdaAlias PROD_STANDBY, ' +
        `/canarySettings/percentTraffic ${String(percent)}`,
    ]);
    t.deepEqual(sharesOf(target), [{ pair: candidate, percent }]);
    t.deepEqual(pairOf(target), stand.pair('1@old'));
    t.deepEqual(await stand.read(), target);
  }
});

test('the requests of the canary meet the whole candidate, the others nothing of it', async (t) => {
  const stand = await openStand(t);
  const share = { candidate: stand.pair('2@new'), percent: 50, release: 'r1' };
  await byCanary(stand.clients).setShare(await stand.read(), share);
  const seen = new Set<string>();
  // The chance that 40 requests all go to one side is 2 to the power of -39.
  for (let request = 0; request < 40; request += 1) {
    seen.add(await stand.ask());
  }
  t.deepEqual([...seen].sort(), ['200 one 1@old', '200 two 2@new']);
});

test('an API definition alone gets its share with the code that is served', async (t) => {
  const stand = await openStand(t);
  const candidate = stand.pair('1@new');
  const share = { candidate, percent: 5, release: 'r1' };
  const shifted = await byCanary(stand.clients).setShare(await stand.read(), share);
  t.deepEqual(sharesOf(shifted), [{ pair: candidate, percent: 5 }]);
});

test('AWS can give any candidate a canary', async (t) => {
  const stand = await openStand(t, { versions: 1 });
  const target = await stand.read();
  t.is(await byCanary(stand.clients).refuse(target, stand.pair('2@new')), undefined);
});

test('a stage that somebody moves meanwhile gets no canary', async (t) => {
  const stand = await openStand(t);
  stand.before(/^alias PROD_STANDBY/, () => stand.moveStageByHand('new'));
  const share = { candidate: stand.pair('2@new'), percent: 5, release: 'r1' };
  await t.throwsAsync(byCanary(stand.clients).setShare(await stand.read(), share), {
    instanceOf: ConflictError,
  });
  t.is((await stand.read()).apiStage.canary, undefined);
});

test('both sides are counted by the alias that was called', async (t) => {
  const stand = await openStand(t);
  const asked = answerCounts(stand.clients.cloudWatch, ({ Resource, ExecutedVersion }) =>
    ExecutedVersion === undefined
      ? { 'greeting:PROD': 400, 'greeting:PROD_STANDBY': 100 }[Resource ?? '']
      : undefined,
  );
  const window = { from: new Date(0), to: new Date(60_000) };
  const { candidate, baseline } = await byCanary(stand.clients).measure(
    await stand.read(),
    stand.pair('2@new'),
    window,
  );
  t.is(candidate.count, 100);
  t.is(baseline.count, 400);
  t.is(asked(), 2);
});
