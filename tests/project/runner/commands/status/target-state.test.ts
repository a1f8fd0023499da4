import test from 'ava';
import { describeState } from '../../../../../runner/commands/status/target-state.ts';
import { pair, targetAt } from '../../_targets.ts';

const accepted = 'accepted 2@old after 1@old by release r2';

const states = {
  'nothing released': targetAt('$LATEST@old'),
  'not released to yet': targetAt('2@old'),
  // Which may be a release that was red, and put it back.
  'accepted, last written by r2': targetAt('2@old', { journal: accepted }),
  'accepted, last written by r2, rolled back from 3@new': targetAt('2@old', {
    journal: `${accepted}, rolled back from 3@new`,
  }),
  'moved by hand, not gated': targetAt('1@old', { journal: accepted }),
  'on trial by r3': targetAt('3@old', {
    journal: {
      ...{ state: 'trial', pair: pair('3@old'), before: [pair('2@old')] },
      ...{ by: 'release', release: 'r3' },
    },
  }),
  'on trial at 25 % by r3': targetAt('2@old', {
    weights: { 3: 0.25 },
    journal: {
      ...{ state: 'trial', pair: pair('3@old'), percent: 25 },
      ...{ before: [pair('2@old')], by: 'release', release: 'r3' },
    },
  }),
  'being rolled back by r4': targetAt('2@old', {
    journal: {
      ...{ state: 'trial', pair: pair('3@old'), before: [pair('2@old')] },
      ...{ rolledBack: [pair('3@old')], by: 'rollback', release: 'r4' },
    },
  }),
};

for (const [said, target] of Object.entries(states)) {
  test(said, (t) => {
    t.is(describeState(target), said);
  });
}
