import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import fc from 'fast-check';
import { acceptTrial, beginTrial } from '../../../../runner/traffic/promotion.ts';
import { remainingSteps, makeWhole } from '../../../../runner/traffic/rollout.ts';
import { byCanary } from '../../../../runner/traffic/shifting/by-canary.ts';
import { byWeights } from '../../../../runner/traffic/shifting/by-weights.ts';
import { isOnTrial, isWhole, pairOf, sharesOf } from '../../../../runner/traffic/target.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand } from '../_stand.ts';
import { journal, pair, targetAt } from '../_targets.ts';

const candidate = pair('7@old');
const steps = [5, 25, 50];

/** As an interrupted rollout left it. */
const shifted = (percent: number) =>
  targetAt('6@old', {
    journal: journal('trial', '7@old', ['6@old'], { percent }),
    weights: { '7': percent / 100 },
  });

const remaining: Readonly<Record<string, [Parameters<typeof targetAt>, readonly number[]]>> = {
  'all, before it begins': [['6@old', { journal: journal('accepted', '6@old') }], steps],
  'all, after something else was on trial': [
    ['6@old', { journal: journal('trial', '8@old', ['6@old'], { percent: 25 }) }],
    steps,
  ],
  'all, when the journal was written and nothing was shifted': [
    ['6@old', { journal: journal('trial', '7@old', ['6@old']) }],
    steps,
  ],
  'none, once the candidate serves all requests': [
    ['7@old', { journal: journal('trial', '7@old', ['6@old']) }],
    [],
  ],
};

for (const [title, [parts, expected]] of Object.entries(remaining)) {
  test(`the steps to take are ${title}`, (t) => {
    t.deepEqual(remainingSteps(targetAt(...parts), candidate, steps), expected);
  });
}

test('after an interruption the step where it was is taken again, and those after it', (t) => {
  const growing = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 })
    .map((all) => all.toSorted((a, b) => a - b));
  const interrupted = growing.chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length - 1)));
  fc.assert(
    fc.property(interrupted, ([all, at]) => {
      t.deepEqual(remainingSteps(shifted(all[at] ?? 0), candidate, all), all.slice(at));
    }),
  );
});

test('a candidate is on trial while the journal says so of just this pair', (t) => {
  t.true(isOnTrial(shifted(25), candidate));
  t.false(isOnTrial(shifted(25), pair('7@new')));
  t.false(isOnTrial(targetAt('7@old', { journal: journal('accepted', '7@old') }), candidate));
});

test('a rollback that was killed put nothing on trial, and the rollout after it begins anew', (t) => {
  const leaving = journal('trial', '7@old', ['6@old'], { rolledBack: ['7@old'] });
  const target = targetAt('7@old', { journal: leaving });
  t.false(isOnTrial(target, pair('7@old')));
  t.deepEqual(remainingSteps(target, pair('7@old'), [5, 50]), [5, 50]);
});

for (const [title, place, shifting] of [
  ['weights', '2@old', byWeights],
  ['a canary', '2@new', byCanary],
] as const) {
  test(`a rollout by ${title} begins where a killed run left the stage calling the standby alias`, async (t) => {
    const stand = await openStand(t, { versions: 3 });
    const served = stand.pair('2@new');
    const onTrial = await beginTrial(stand.clients, await stand.read(), served, 'killed');
    const left = await acceptTrial(stand.clients, onTrial, 'killed');
    t.is(left.apiStage.alias, 'PROD_STANDBY');

    const third = stand.pair(place === '2@old' ? '3@new' : '3@old');
    const whole = await makeWhole(stand.clients, left, third, 'r1');
    t.is(whole.apiStage.alias, 'PROD');
    const share = { candidate: third, percent: 20, release: 'r1' };
    await shifting(stand.clients).setShare(whole, share);
    const now = await stand.read();
    t.deepEqual(pairOf(now), served);
    t.deepEqual(sharesOf(now), [{ pair: third, percent: 20 }]);
  });

  test(`a rollout by ${title} goes on from its share, without a write`, async (t) => {
    const stand = await openStand(t);
    const share = { candidate: stand.pair(place), percent: 20, release: 'killed' };
    const target = await stand.read();
    const left = await shifting(stand.clients).setShare(target, share);
    stand.writes();
    t.is(await makeWhole(stand.clients, left, stand.pair(place), 'r1'), left);
    t.deepEqual(stand.writes(), []);
  });

  test(`what a rollout of something else left by ${title} is put back first`, async (t) => {
    const stand = await openStand(t, { versions: 3 });
    const share = { candidate: stand.pair(place), percent: 20, release: 'killed' };
    await shifting(stand.clients).setShare(await stand.read(), share);
    const settled = await makeWhole(stand.clients, await stand.read(), stand.pair('3@old'), 'r1');
    t.true(isWhole(settled));
    t.deepEqual(await stand.read(), settled);
    t.regex(settled.alias.description, /^accepted 1@/);
    t.is(await stand.ask(), '200 one 1@old');
  });
}

test('a promotion of the candidate at once, that was interrupted, goes on where it serves', async (t) => {
  const stand = await openStand(t);
  const candidateHere = stand.pair('2@old');
  const served = await beginTrial(stand.clients, await stand.read(), candidateHere, 'killed');
  stand.writes();
  t.is(await makeWhole(stand.clients, served, candidateHere, 'r1'), served);
  t.deepEqual(stand.writes(), []);
});

test('a promotion at once that had moved nothing yet begins anew', async (t) => {
  const stand = await openStand(t);
  stand.before(/^alias PROD_STANDBY/, () => Promise.reject(new Error('killed')));
  const candidateHere = stand.pair('2@new');
  await t.throwsAsync(beginTrial(stand.clients, await stand.read(), candidateHere, 'r1'));
  const settled = await makeWhole(stand.clients, await stand.read(), candidateHere, 'r2');
  t.regex(settled.alias.description, /^accepted 1@\w+ after nothing by release r2$/);
});

test('what somebody shifted by hand ends, and what served the rest serves all', async (t) => {
  const stand = await openStand(t);
  await stand.stack.clients.lambda.send(
    new UpdateAliasCommand({
      FunctionName: functionName,
      Name: 'PROD',
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } },
    }),
  );
  const settled = await makeWhole(stand.clients, await stand.read(), stand.pair('2@old'), 'r1');
  t.deepEqual(settled.alias.weights, {});
  t.deepEqual(await stand.read(), settled);
  t.deepEqual(stand.writes(), ['alias PROD: 1 (accepted 1@old after nothing by release r0)']);
});
