import test from 'ava';
import { goBack } from '../../../../runner/steps/go-back.ts';
import { putBack } from '../../../../runner/traffic/promotion.ts';
import { byWeights } from '../../../../runner/traffic/shifting/by-weights.ts';
import { settle } from '../../../../runner/traffic/settling.ts';
import {
  isGoingBack,
  isMovedByHand,
  pairBefore,
  type Target,
} from '../../../../runner/traffic/target.ts';
import {
  beginJournal,
  findWayBack,
  wasRolledBackFrom,
} from '../../../../runner/traffic/way-back.ts';
import { formatJournal } from '../../../../stack/journal.ts';
import { openStand } from '../_stand.ts';
import { journal, pair, targetAt } from '../_targets.ts';

const canary = { percent: 25, deploymentId: 'new', alias: 'PROD_STANDBY' };

for (const [title, target] of [
  [
    'is rolled out by weights',
    targetAt('7@old', {
      weights: { 8: 0.25 },
      journal: journal('trial', '8@old', ['7@old', '6@new'], { percent: 25 }),
    }),
  ],
  [
    'is rolled out by a canary',
    targetAt('7@old', {
      canary,
      standby: '8',
      journal: journal('trial', '8@new', ['7@old', '6@new'], { percent: 25 }),
    }),
  ],
  [
    'was to be served next',
    targetAt('7@old', { journal: journal('trial', '8@new', ['7@old', '6@new']) }),
  ],
] as const) {
  test(`a rollback over two pairs that is killed before it moves is known when a candidate ${title}`, (t) => {
    const way = findWayBack(target, { to: '6' });
    const description = formatJournal(beginJournal(way, 'b1'));
    const begun: Target = { ...target, alias: { ...target.alias, description } };
    t.true(isGoingBack(begun), description);
    t.false(isMovedByHand(begun));
    t.deepEqual(pairBefore(begun), pair('6@new'));
    for (const taken of [pair('7@old'), way.from]) {
      t.true(wasRolledBackFrom(begun, taken), JSON.stringify(taken));
    }
  });
}

test('who comes after it takes the share away', async (t) => {
  const stand = await openStand(t, {
    versions: 3,
    journal: 'accepted 1@old after 2@new by release r0',
  });
  const { clients } = stand;
  const share = { candidate: stand.pair('3@old'), percent: 50, release: 'killed' };
  const shifted = await byWeights(clients).setShare(await stand.read(), share);
  const way = findWayBack(shifted, { to: '2' });
  stand.dieBefore(/^stage prod/);
  await t.throwsAsync(goBack({ writers: clients, id: 'b1' }, way).run(), { message: 'killed' });
  const restored = await putBack(clients, await stand.read(), 'r2');
  t.truthy(restored);
  await settle(clients, restored ?? shifted);
  const { alias, apiStage } = await stand.read();
  t.deepEqual([alias.version, alias.weights, apiStage.alias], ['2', {}, 'PROD']);
  t.regex(await stand.ask(), /^200 two 2@new/);
});
