import test from 'ava';
import { Tally } from '../../../../runner/judge/tally.ts';

test('a tally counts answers, errors and durations', (t) => {
  const tally = new Tally();
  t.deepEqual(tally.answers(), { count: 0, errors: 0, durations: [] });
  tally.add({ isError: false, ms: 12.34 });
  tally.add({ isError: true, ms: 12.28 });
  tally.add({ isError: true, ms: undefined });
  tally.add({ isError: false, ms: 0.071 });
  t.deepEqual(tally.answers(), {
    count: 4,
    errors: 2,
    durations: [
      { ms: 12.3, count: 2 },
      { ms: 0.071, count: 1 },
    ],
  });
});

test('a hundred thousand answers are held as few durations, each within half a percent', (t) => {
  const tally = new Tally();
  const all = Array.from({ length: 100_000 }, (_, index) => 1 + index * 0.09);
  for (const ms of all) {
    tally.add({ isError: false, ms });
  }
  const { durations } = tally.answers();
  t.true(durations.length <= 4 * 900, String(durations.length));
  const found = durations.flatMap(({ ms, count }) => Array<number>(count).fill(ms));
  found.sort((a, b) => a - b);
  t.true(all.every((ms, index) => Math.abs((found[index] ?? 0) / ms - 1) <= 0.0051));
});
