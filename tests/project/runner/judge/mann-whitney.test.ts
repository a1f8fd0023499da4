import test from 'ava';
import fc from 'fast-check';
import { mannWhitney } from '../../../../runner/judge/mann-whitney.ts';
import type { Duration, Sides } from '../../../../runner/judge/observation.ts';
import { durationsOfBoth, mapSides, swap } from './_arbitraries.ts';
import { readGoldens, relativeError } from './_goldens.ts';

const tolerance = 1e-11;

const { mannWhitney: goldens } = await readGoldens();

/** One entry an answer. */
const expand = (durations: readonly Duration[]): number[] =>
  durations.flatMap(({ ms, count }) => Array<number>(count).fill(ms));

test('p and the effect are what SciPy says', (t) => {
  t.true(goldens.length >= 60);
  for (const [index, { p, effect, ...sides }] of goldens.entries()) {
    const result = mannWhitney(sides);
    const error = relativeError(result.p, p);
    t.true(error <= tolerance, `case ${index}: ${error}`);
    t.true(Math.abs(result.effect - effect) <= tolerance, `case ${index}: ${result.effect}`);
  }
});

test("the effect is Cliff's delta as it is defined", (t) => {
  fc.assert(
    fc.property(durationsOfBoth, (sides) => {
      const candidate = expand(sides.candidate);
      const baseline = expand(sides.baseline);
      const signs = candidate.flatMap((its) => baseline.map((other) => Math.sign(its - other)));
      const delta = signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
      t.true(Math.abs(mannWhitney(sides).effect - delta) < tolerance);
    }),
  );
});

test('p is a chance, smaller than one half only when the candidate is the slower side', (t) => {
  fc.assert(
    fc.property(durationsOfBoth, (sides) => {
      const { p, effect } = mannWhitney(sides);
      t.true(p > 0 && p <= 1);
      t.true(effect >= -1 && effect <= 1);
      t.true(p >= 0.5 || effect > 0);
    }),
  );
});

test('swapping the sides negates the effect, and not both sides can be slower', (t) => {
  fc.assert(
    fc.property(durationsOfBoth, (sides) => {
      const result = mannWhitney(sides);
      const swapped = mannWhitney(swap(sides));
      t.is(swapped.effect + result.effect, 0);
      t.true(swapped.p + result.p >= 1 - tolerance);
    }),
  );
});

test('only the order counts: another unit or scale changes nothing', (t) => {
  const change = fc.constantFrom<(ms: number) => number>(
    (ms) => ms * 1000,
    (ms) => ms / 1024,
    (ms) => ms + 7,
    (ms) => ms ** 3,
  );
  fc.assert(
    fc.property(durationsOfBoth, change, (sides, changed) => {
      const changedSides = mapSides(sides, (durations) =>
        durations.map(({ ms, count }) => ({ ms: changed(ms), count })),
      );
      t.deepEqual(mannWhitney(changedSides), mannWhitney(sides));
    }),
  );
});

test('counts mean as many single answers, in any order', (t) => {
  fc.assert(
    fc.property(durationsOfBoth, (sides) => {
      const single = mapSides(sides, (durations) =>
        expand(durations)
          .reverse()
          .map((ms) => ({ ms, count: 1 })),
      );
      t.deepEqual(mannWhitney(single), mannWhitney(sides));
    }),
  );
});

test('entries of nothing change nothing', (t) => {
  fc.assert(
    fc.property(durationsOfBoth, fc.nat(50), (sides, ms) => {
      const padded = mapSides(sides, (durations) => [{ ms, count: 0 }, ...durations]);
      t.deepEqual(mannWhitney(padded), mannWhitney(sides));
    }),
  );
});

test('a slower candidate never has a smaller effect', (t) => {
  fc.assert(
    fc.property(durationsOfBoth, fc.nat(20), ({ candidate, baseline }, delay) => {
      const slower = candidate.map(({ ms, count }) => ({ ms: ms + delay, count }));
      const { effect } = mannWhitney({ candidate, baseline });
      t.true(mannWhitney({ candidate: slower, baseline }).effect >= effect);
    }),
  );
});

test('an empty side and all ties tell nothing', (t) => {
  const some: Duration[] = [{ ms: 10, count: 60 }];
  const nothing = { p: 1, effect: 0 };
  const cases: readonly Sides<Duration[]>[] = [
    { candidate: [], baseline: [] },
    { candidate: [], baseline: some },
    { candidate: some, baseline: [] },
    { candidate: [], baseline: [...some, { ms: 20, count: 60 }] },
    { candidate: [...some, { ms: 20, count: 60 }], baseline: [{ ms: 99, count: 0 }] },
    { candidate: some, baseline: some },
    { candidate: [{ ms: 10, count: 1 }], baseline: [{ ms: 10, count: 1 }] },
  ];
  for (const sides of cases) {
    t.deepEqual(mannWhitney(sides), nothing);
  }
});

test('durations that cannot be are refused', (t) => {
  for (const wrong of [
    { ms: NaN, count: 1 },
    { ms: Infinity, count: 1 },
    { ms: 1, count: -1 },
    { ms: 1, count: NaN },
  ]) {
    t.throws(() => mannWhitney({ candidate: [wrong], baseline: [{ ms: 1, count: 1 }] }), {
      instanceOf: RangeError,
    });
  }
});
