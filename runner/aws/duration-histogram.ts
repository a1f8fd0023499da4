import type { Duration } from './answers.ts';

const binCount = 30;
/** The longest that Lambda lets a function run. */
const maxMs = 900_000;

const upperEdges = Array.from({ length: binCount }, (_, bin) =>
  Number((maxMs ** (bin / (binCount - 1))).toPrecision(3)),
);

/**
 * Where one bin ends and the next begins, in milliseconds: 1, 1.6, 2.57, and so on. A bin holds its
 * upper edge, and not its lower one; the last has no upper edge here, since it takes what is left.
 */
export const innerEdges: readonly number[] = upperEdges.slice(0, -1);

/**
 * @param samples how many durations there were
 * @param ranks of each inner edge, the percent of the durations that were not above it
 * @returns how many durations each bin holds, `samples` in all
 */
export function fillBins(samples: number, ranks: readonly number[]): number[] {
  let counted = 0;
  return [...ranks, 100].map((percent) => {
    const before = counted;
    counted = Math.max(before, Math.round((percent / 100) * samples));
    return counted - before;
  });
}

/** @returns each bin that is not empty as a duration at the geometric middle of its edges */
export function toDurations(bins: readonly number[]): Duration[] {
  const narrowest = (upperEdges[0] ?? 1) ** 2 / (upperEdges[1] ?? 1);
  return upperEdges
    .map((upper, bin) => ({
      ms: Math.sqrt((upperEdges[bin - 1] ?? narrowest) * upper),
      count: bins[bin] ?? 0,
    }))
    .filter(({ count }) => count > 0);
}
