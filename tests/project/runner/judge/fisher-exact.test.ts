import test from 'ava';
import fc from 'fast-check';
import { fisherExact } from '../../../../runner/judge/fisher-exact.ts';
import type { Sides } from '../../../../runner/judge/observation.ts';
import { errorCounts, swap, type ErrorCount } from './_arbitraries.ts';
import { readGoldens, relativeError } from './_goldens.ts';

const tolerance = 1e-11;
const countedTolerance = 5e-13;
/** From here on SciPy itself loses digits: held against 60 digits it is 1e-9 off, fisherExact 1e-12. */
const hugeCount = 100_000;
const hugeTolerance = 1e-8;

const { fisher } = await readGoldens();

const format = (sides: Sides<ErrorCount>): string => JSON.stringify(sides);

test('p is what SciPy says', (t) => {
  t.true(fisher.length >= 60);
  for (const { p, ...sides } of fisher) {
    const answers = sides.candidate.count + sides.baseline.count;
    const error = relativeError(fisherExact(sides), p);
    t.true(
      error <= (answers < hugeCount ? tolerance : hugeTolerance),
      `${format(sides)}: ${error}`,
    );
  }
});

test('p is what counting all ways with whole numbers gives', (t) => {
  fc.assert(
    fc.property(errorCounts(60), (sides) => {
      const error = relativeError(fisherExact(sides), countedChance(sides));
      t.true(error < countedTolerance, `${format(sides)}: ${error}`);
    }),
  );
});

test('p is a chance, and 1 when the candidate has no errors', (t) => {
  fc.assert(
    fc.property(errorCounts(5_000_000), (sides) => {
      const p = fisherExact(sides);
      t.true(p >= 0 && p <= 1, format(sides));
      t.is(fisherExact({ ...sides, candidate: { ...sides.candidate, errors: 0 } }), 1);
    }),
  );
});

test('one more error of the candidate never makes p greater, one more before never smaller', (t) => {
  fc.assert(
    fc.property(errorCounts(2_000), ({ candidate, baseline }) => {
      const p = fisherExact({ candidate, baseline });
      const worse = { ...candidate, errors: Math.min(candidate.count, candidate.errors + 1) };
      t.true(fisherExact({ candidate: worse, baseline }) <= p * (1 + tolerance));
      const worseBefore = { ...baseline, errors: Math.min(baseline.count, baseline.errors + 1) };
      t.true(fisherExact({ candidate, baseline: worseBefore }) >= p * (1 - tolerance));
    }),
  );
});

test('at least so many errors, and fewer than so many, are chances that add up to 1', (t) => {
  const withErrors = errorCounts(2_000).filter(
    ({ candidate, baseline }) => candidate.errors > 0 && baseline.errors < baseline.count,
  );
  fc.assert(
    fc.property(withErrors, (sides) => {
      const { candidate, baseline } = sides;
      // One error less of the candidate is one more of the other side: the margins stay.
      const fewer = {
        candidate: { ...baseline, errors: baseline.errors + 1 },
        baseline: { ...candidate, errors: candidate.errors - 1 },
      };
      t.true(Math.abs(fisherExact(sides) + fisherExact(fewer) - 1) < tolerance, format(sides));
    }),
  );
});

test('more errors of the candidate are more successes of the other side', (t) => {
  const invert = ({ count, errors }: ErrorCount): ErrorCount => ({ count, errors: count - errors });
  fc.assert(
    fc.property(errorCounts(2_000), (sides) => {
      const mirrored = swap({
        candidate: invert(sides.candidate),
        baseline: invert(sides.baseline),
      });
      t.true(relativeError(fisherExact(mirrored), fisherExact(sides)) < tolerance, format(sides));
    }),
  );
});

test('what is below the smallest number is 0', (t) => {
  const never = { count: 1_000_000, errors: 0 };
  t.is(fisherExact({ candidate: { count: 1_000_000, errors: 1_000_000 }, baseline: never }), 0);
});

test('counts that cannot be are refused', (t) => {
  const fine = { count: 10, errors: 1 };
  for (const wrong of [
    { count: 1, errors: 2 },
    { count: -1, errors: -1 },
    { count: 2.5, errors: 1 },
    { count: NaN, errors: 0 },
  ]) {
    t.throws(() => fisherExact({ candidate: wrong, baseline: fine }), { instanceOf: RangeError });
    t.throws(() => fisherExact({ candidate: fine, baseline: wrong }), { instanceOf: RangeError });
  }
});

test('millions of answers take less than a few milliseconds', (t) => {
  const repetitions = 50;
  const start = performance.now();
  for (let errors = 0; errors < repetitions; errors += 1) {
    const candidate = { count: 5_000_000, errors: 2_500_000 + errors };
    fisherExact({ candidate, baseline: { count: 5_000_000, errors: 2_500_000 } });
  }
  const each = (performance.now() - start) / repetitions;
  t.true(each < 5, `${each.toFixed(2)} ms`);
});

/** p by its definition, as a quotient of whole numbers. */
function countedChance({ candidate, baseline }: Sides<ErrorCount>): number {
  const errors = candidate.errors + baseline.errors;
  let ways = 0n;
  for (let its = candidate.errors; its <= Math.min(errors, candidate.count); its += 1) {
    ways += choose(candidate.count, its) * choose(baseline.count, errors - its);
  }
  return quotient(ways, choose(candidate.count + baseline.count, errors));
}

function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let step = 1; step <= k; step += 1) {
    ways = (ways * BigInt(n - k + step)) / BigInt(step);
  }
  return ways;
}

function quotient(part: bigint, whole: bigint): number {
  const scale = 10n ** 60n;
  return Number((part * scale) / whole) / Number(scale);
}
