import test from 'ava';
import type { Clients } from '../../../../runner/aws/clients.ts';
import { goBack } from '../../../../runner/steps/go-back.ts';
import { putBack } from '../../../../runner/traffic/promotion.ts';
import { byCanary } from '../../../../runner/traffic/shifting/by-canary.ts';
import { byWeights } from '../../../../runner/traffic/shifting/by-weights.ts';
import { isMovedByHand, isWhole, pairOf, type Target } from '../../../../runner/traffic/target.ts';
import { findWayBack } from '../../../../runner/traffic/way-back.ts';
import type { Writers } from '../../../../runner/traffic/writers.ts';
import { formatPair, isSamePair, type Pair } from '../../../../stack/pair.ts';
import { openStand } from '../_stand.ts';

const rollouts = [
  { by: byWeights, goal: '2@new', candidate: '3@old' },
  { by: byCanary, goal: '2@new', candidate: '3@new' },
] as const;

const comers = [
  {
    comes: 'the same command goes on with',
    goOn: async (writers: Clients & Writers, left: Target, goal: Pair) =>
      goBack({ writers, id: 'b2' }, findWayBack(left, { to: goal.version })).run(),
    ends: [],
  },
  {
    comes: 'the next release puts back',
    goOn: async (writers: Clients & Writers, left: Target) =>
      (await putBack(writers, left, 'r2')) ?? left,
    // Before the rollback's own journal is written the release's says where to go back to.
    ends: ['1@old'],
  },
] as const;

for (const { by, goal, candidate } of rollouts) {
  for (const { comes, goOn, ends } of comers) {
    test(`${comes} a rollback over two pairs, ${by.name}, that was killed at any of its writes`, async (t) => {
      for (let kill = 1; ; kill += 1) {
        const stand = await openStand(t, {
          versions: 3,
          journal: `accepted 1@old after ${goal} by release r0`,
        });
        const { clients, pair } = stand;
        const share = { candidate: pair(candidate), percent: 50, release: 'killed' };
        const shifted = await by(clients).setShare(await stand.read(), share);
        const way = findWayBack(shifted, { to: pair(goal).version });
        let writes = 0;
        stand.before(/./, () => {
          writes += 1;
          return writes === kill ? Promise.reject(new Error('killed')) : Promise.resolve();
        });
        const isKilled = await goBack({ writers: clients, id: 'b1' }, way)
          .run()
          .then(
            () => false,
            () => true,
          );
        if (!isKilled) {
          t.true(kill > 3);
          return;
        }
        const left = await stand.read();
        t.false(isMovedByHand(left), `killed at write ${String(kill)}`);
        const now = await goOn(clients, left, pair(goal));
        t.true(isWhole(now), `killed at write ${String(kill)}`);
        const served = pairOf(now);
        t.true(
          [goal, ...ends].some((end) => isSamePair(pair(end), served)),
          formatPair(served),
        );
      }
    });
  }
}
