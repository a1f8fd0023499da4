import fc from 'fast-check';
import test from 'ava';
import { fillBins, innerEdges, toDurations } from '../../../../runner/aws/duration-histogram.ts';

/** What AWS would answer to `PR(:edge)` for each edge. */
function ranksOf(all: readonly number[]): number[] {
  return innerEdges.map((edge) => (100 * all.filter((ms) => ms <= edge).length) / all.length);
}

const duration = fc
  .double({ min: Math.log(0.65), max: Math.log(900_000), noNaN: true })
  .map(Math.exp);

test('every duration is found again, at most half a bin away', (t) => {
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), (all) => {
      const found = toDurations(fillBins(all.length, ranksOf(all))).flatMap(({ ms, count }) =>
        Array<number>(count).fill(ms),
      );
      const sorted = [...all].sort((a, b) => a - b);
      return (
        found.length === all.length &&
        found.every(
          (ms, index) => Math.abs(Math.log(ms / (sorted[index] ?? 0))) < Math.log(1.62) / 2,
        )
      );
    }),
  );
  t.pass();
});

test('ranks that are only about right, or fall, still make counts that add up', (t) => {
  const rank = fc.double({ min: 0, max: 100, noNaN: true });
  const ranks = fc.array(rank, { minLength: innerEdges.length, maxLength: innerEdges.length });
  fc.assert(
    fc.property(fc.nat(5000), ranks, (samples, anyRanks) => {
      const bins = fillBins(samples, anyRanks);
      return bins.every((count) => count >= 0) && bins.reduce((a, b) => a + b, 0) === samples;
    }),
  );
  t.pass();
});

test('bins are about thirty, from a millisecond on, and CloudWatch takes their edges as they are', (t) => {
  t.is(innerEdges.length, 29);
  t.is(innerEdges[0], 1);
  t.true(innerEdges.every((edge) => /^\d+(\.\d{1,10})?$/.test(String(edge))));
  t.deepEqual(
    [...new Set(innerEdges)].sort((a, b) => a - b),
    innerEdges,
  );
});
