import test, { type ExecutionContext } from 'ava';
import { ConflictError } from '../../../../runner/errors.ts';
import { acceptTrial, beginTrial } from '../../../../runner/traffic/promotion.ts';
import type { Writers } from '../../../../runner/traffic/writers.ts';
import { planMove, serve } from '../../../../runner/traffic/serve.ts';
import { settle } from '../../../../runner/traffic/settling.ts';
import { pairOf, type Target } from '../../../../runner/traffic/target.ts';
import { beginJournal, findWayBack, type WayBack } from '../../../../runner/traffic/way-back.ts';
import { openStand, type Place, type Stand } from '../_stand.ts';
import { pair, targetAt, type TargetParts } from '../_targets.ts';

/** A stand whose target accepted something after `1@old`, and settled. */
async function settledAfter(t: ExecutionContext, place: Place): Promise<Stand> {
  const stand = await openStand(t);
  const { clients } = stand;
  const onTrial = await beginTrial(clients, await stand.read(), stand.pair(place), 'r1');
  await settle(clients, await acceptTrial(clients, onTrial, 'r1'));
  stand.writes();
  return stand;
}

function moveBack(writers: Writers, way: WayBack, release: string): Promise<Target> {
  return serve(writers, way.target, way.goal, beginJournal(way, release));
}

const journal = (from: Place) =>
  `(trial ${from} after 1@old by rollback b1, rolled back from ${from})`;

const moves: readonly [Place, readonly string[]][] = [
  ['2@old', [`alias PROD: 1 ${journal('2@old')}`]],
  [
    '1@new',
    [
      `alias PROD: 1 ${journal('1@new')}`,
      'stage prod: /deploymentId old, /variables/LambdaAlias PROD',
    ],
  ],
  [
    '2@new',
    [
      `alias PROD: 2 ${journal('2@new')}`,
      'stage prod: /deploymentId old, /variables/LambdaAlias PROD_STANDBY',
    ],
  ],
];

for (const [from, expected] of moves) {
  test(`a rollback from ${from} to 1@old writes the journal first, then moves in order`, async (t) => {
    const stand = await settledAfter(t, from);
    const moved = await moveBack(stand.clients, findWayBack(await stand.read(), {}), 'b1');
    t.deepEqual(stand.writes(), expected);
    t.deepEqual(await stand.read(), moved);
    t.deepEqual(pairOf(moved), stand.pair('1@old'));
  });
}

test('traffic is back after one write beside the journal', async (t) => {
  const stand = await settledAfter(t, '2@new');
  const way = findWayBack(await stand.read(), {});
  stand.stack.aws.calls.clear();
  await moveBack(stand.clients, way, 'b1');
  const [journal, settings, ...others] = stand.stack.aws.calls
    .list()
    .map(({ operation }) => operation);
  t.deepEqual([journal, settings], ['UpdateAlias', 'GetDeployment']);
  t.deepEqual(others.sort(), ['GetAlias', 'GetAlias', 'GetStage', 'UpdateStage']);
  t.is(await stand.ask(), '200 one 1@old');
});

test('while it moves, no request meets code without its API definition', async (t) => {
  const stand = await settledAfter(t, '2@new');
  const seen = [await stand.ask()];
  stand.before(/./, async () => seen.push(await stand.ask()));
  await moveBack(stand.clients, findWayBack(await stand.read(), {}), 'b1');
  seen.push(await stand.ask());
  t.deepEqual([...new Set(seen)], ['200 two 2@new', '200 one 1@old']);
});

test('a rollback that was interrupted before its move can be completed', async (t) => {
  const stand = await settledAfter(t, '2@new');
  stand.dieBefore(/^stage prod/);
  const way = findWayBack(await stand.read(), {});
  await t.throwsAsync(moveBack(stand.clients, way, 'b1'), { message: 'killed' });
  const moved = await moveBack(stand.clients, findWayBack(await stand.read(), {}), 'b2');
  t.deepEqual(pairOf(moved), stand.pair('1@old'));
  t.deepEqual(await stand.read(), moved);
});

test('a target that somebody moved since it was read is left alone', async (t) => {
  const stand = await settledAfter(t, '2@new');
  const way = findWayBack(await stand.read(), {});
  await stand.moveAliasByHand('1');
  await t.throwsAsync(moveBack(stand.clients, way, 'b1'), {
    instanceOf: ConflictError,
    message: /^Somebody else moved target prod /,
  });
  t.is((await stand.read()).apiStage.deploymentId, stand.pair('2@new').deployment);
});

const byStandby = { percent: 25, deploymentId: 'new', alias: 'PROD_STANDBY' };

/** The move from what is served to a pair: what the stage calls afterwards, and whether that is ready. */
const plans: Readonly<Record<string, [string, TargetParts, string, string]>> = {
  'code alone': ['6@old', { standby: '5' }, '7@old', 'alias'],
  'an API definition alone': ['6@old', { standby: '5' }, '6@new', 'PROD'],
  both: ['6@old', { standby: '5' }, '7@new', 'PROD_STANDBY after it moved'],
  'both, for which the standby is ready': ['6@old', { standby: '7' }, '7@new', 'PROD_STANDBY'],
  'code that the standby is at': ['6@old', { standby: '7' }, '7@old', 'alias'],
  'a share of code that ends': ['6@old', { weights: { '7': 0.25 } }, '6@old', 'alias'],
  'a share of code that gets all': ['6@old', { weights: { '7': 0.25 } }, '7@old', 'alias'],
  'a canary that ends': ['6@old', { standby: '7', canary: byStandby }, '6@old', 'PROD'],
  'a canary that gets all': ['6@old', { standby: '7', canary: byStandby }, '7@new', 'PROD_STANDBY'],
  'code alone, before it is settled': [
    '5@new',
    { standby: '7', callsStandby: true },
    '8@new',
    'PROD after it moved',
  ],
  'back to the pair before, before it is settled': [
    '6@new',
    { standby: '7', callsStandby: true },
    '6@old',
    'PROD',
  ],
};

for (const [title, [served, parts, goal, expected]] of Object.entries(plans)) {
  test(`one move serves ${title}`, (t) => {
    const move = planMove(targetAt(served, parts), pair(goal));
    const text =
      move.by === 'alias' ? 'alias' : `${move.calls.name}${move.isReady ? '' : ' after it moved'}`;
    t.is(text, expected);
  });
}
