import test from 'ava';
import { ConflictError } from '../../../../runner/errors.ts';
import { acceptTrial, beginTrial } from '../../../../runner/traffic/promotion.ts';
import { moveBack } from '../../../../runner/traffic/rollback-move.ts';
import { pairOf } from '../../../../runner/traffic/target.ts';
import { findWayBack } from '../../../../runner/traffic/way-back.ts';
import type { ExecutionContext } from 'ava';
import { openStand, type Place, type Stand } from '../_stand.ts';

/** A stand whose target accepted something after `1@old`. */
async function standAfter(t: ExecutionContext, place: Place): Promise<Stand> {
  const stand = await openStand(t);
  const { clients } = stand;
  const onTrial = await beginTrial(clients, await stand.read(), stand.pair(place), 'r1');
  await acceptTrial(clients, onTrial, 'r1');
  stand.writes();
  return stand;
}

const journal = (from: Place) =>
  `(trial ${from} after 1@old by release b1, rolled back from ${from})`;

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
      'alias PROD_STANDBY: 1 (standby of PROD)',
      'stage prod: /deploymentId old, /variables/LambdaAlias PROD_STANDBY',
      `alias PROD: 1 ${journal('2@new')}`,
      'stage prod: /deploymentId old, /variables/LambdaAlias PROD',
    ],
  ],
];

for (const [from, expected] of moves) {
  test(`a rollback from ${from} to 1@old writes the journal first, then moves in order`, async (t) => {
    const stand = await standAfter(t, from);
    const moved = await moveBack(stand.clients, findWayBack(await stand.read(), {}), 'b1');
    t.deepEqual(stand.writes(), expected);
    t.deepEqual(await stand.read(), moved);
    t.deepEqual(pairOf(moved), stand.pair('1@old'));
  });
}

test('traffic is back after three calls, the first two side by side, and no read', async (t) => {
  const stand = await standAfter(t, '2@new');
  const way = findWayBack(await stand.read(), {});
  stand.stack.aws.calls.clear();
  stand.before(/^alias PROD: 1/, () => Promise.reject(new Error('killed')));
  await t.throwsAsync(moveBack(stand.clients, way, 'b1'), { message: 'killed' });
  t.deepEqual(
    stand.stack.aws.calls.list().map(({ operation }) => operation),
    ['UpdateAlias', 'UpdateAlias', 'UpdateStage'],
  );
  t.is(await stand.ask(), '200 one 1@old');
});

test('while it moves, no request meets code without its API definition', async (t) => {
  const stand = await standAfter(t, '2@new');
  const seen = [await stand.ask()];
  stand.before(/./, async () => seen.push(await stand.ask()));
  await moveBack(stand.clients, findWayBack(await stand.read(), {}), 'b1');
  seen.push(await stand.ask());
  t.deepEqual([...new Set(seen)], ['200 two 2@new', '200 one 1@old']);
});

test('a rollback that was interrupted in the middle of its move can be completed', async (t) => {
  const stand = await standAfter(t, '2@new');
  stand.before(/^alias PROD: 1 .*by release b1/, () => Promise.reject(new Error('killed')));
  const way = findWayBack(await stand.read(), {});
  await t.throwsAsync(moveBack(stand.clients, way, 'b1'), { message: 'killed' });
  const moved = await moveBack(stand.clients, findWayBack(await stand.read(), {}), 'b2');
  t.deepEqual(pairOf(moved), stand.pair('1@old'));
  t.is(moved.apiStage.alias, 'PROD');
  t.deepEqual(await stand.read(), moved);
});

test('a target that somebody moved since it was read is left alone', async (t) => {
  const stand = await standAfter(t, '2@new');
  const way = findWayBack(await stand.read(), {});
  await stand.moveAliasByHand('1');
  await t.throwsAsync(moveBack(stand.clients, way, 'b1'), {
    instanceOf: ConflictError,
    message: /^Somebody else moved target prod /,
  });
  t.is((await stand.read()).apiStage.deploymentId, stand.pair('2@new').deployment);
});
