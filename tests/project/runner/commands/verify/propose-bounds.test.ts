import test from 'ava';
import type { Kind, SpreadOf } from '../../../../../runner/commands/verify/measuring.ts';
import {
  proposeBounds,
  tooShort,
  worstOf,
} from '../../../../../runner/commands/verify/propose-bounds.ts';

const spread = (kind: Kind, worst: number): SpreadOf => ({
  kind,
  spread: { changes: 1, median: worst, p99: worst, worst },
});

test('each bound comes from the longest of what it is about', (t) => {
  const spreads = [
    ...[spread('alias', 1), spread('alias by Invoke', 2.1), spread('weights', 0.5)],
    ...[spread('stage', 3), spread('canary', 4), spread('GetAlias', 0.2), spread('GetStage', 0.1)],
    spread('GetFunctionConfiguration', 9),
  ];
  t.deepEqual(worstOf(spreads), { alias: 2.1, stage: 4, read: 0.2 });
});

test('what is proposed is twice the worst in whole seconds, at least one, and what the settings take', (t) => {
  t.deepEqual(proposeBounds({ alias: 2.1, stage: 4, read: 0 }), { alias: 5, stage: 8, read: 1 });
  t.deepEqual(proposeBounds({ alias: 200, stage: 1, read: 50 }), {
    alias: 300,
    stage: 2,
    read: 60,
  });
});

test('a bound is too short when something took longer', (t) => {
  t.deepEqual(tooShort({ alias: 5, stage: 10, read: 2 }, { alias: 5, stage: 10.1, read: 2.5 }), [
    'stage',
    'read',
  ]);
});
