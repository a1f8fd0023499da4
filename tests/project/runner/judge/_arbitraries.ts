import fc from 'fast-check';
import type { Answers, Duration, Sides } from '../../../../runner/judge/observation.ts';

export type ErrorCount = Pick<Answers, 'count' | 'errors'>;

const errorCount = (max: number): fc.Arbitrary<ErrorCount> =>
  fc
    .nat({ max })
    .chain((count) => fc.record({ count: fc.constant(count), errors: fc.nat({ max: count }) }));

/** Errors of both sides, each of `max` answers at most. */
export const errorCounts = (max: number): fc.Arbitrary<Sides<ErrorCount>> =>
  fc.record({ candidate: errorCount(max), baseline: errorCount(max) });

/** Few values, so that there are ties within and between the sides. */
const durations = fc.array(
  fc.record({ ms: fc.integer({ min: 0, max: 40 }), count: fc.integer({ min: 1, max: 5 }) }),
  { minLength: 1, maxLength: 25 },
);

export const durationsOfBoth: fc.Arbitrary<Sides<Duration[]>> = fc.record({
  candidate: durations,
  baseline: durations,
});

export const swap = <T>({ candidate, baseline }: Sides<T>): Sides<T> => ({
  candidate: baseline,
  baseline: candidate,
});

export const mapSides = <T, U>(
  { candidate, baseline }: Sides<T>,
  map: (side: T) => U,
): Sides<U> => ({
  candidate: map(candidate),
  baseline: map(baseline),
});
