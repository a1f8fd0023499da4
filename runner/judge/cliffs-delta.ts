import type { Duration, Sides } from './observation.ts';

/** How many times as long another duration may take and still be as good as equal. */
const tolerance = 1.1;

/**
 * How much slower the candidate is: of all pairs of one of its answers with one of the other side's,
 * the share in which it was slower, less the share in which it was faster (Cliff, 1993). Steady
 * services would make any difference an effect of 1, so pairs within a tenth count as equal.
 *
 * @returns -1 (always faster) to 1 (always slower); 0 when a side has no answers.
 */
export function cliffsDelta({ candidate, baseline }: Sides<readonly Duration[]>): number {
  let pairs = 0;
  let slower = 0;
  for (const { ms, count } of candidate) {
    for (const other of baseline) {
      const weight = count * other.count;
      pairs += weight;
      slower += weight * compareDurations(ms, other.ms);
    }
  }
  return pairs === 0 ? 0 : slower / pairs;
}

/** 1 slower, -1 faster, 0 as good as equal. */
export function compareDurations(ms: number, other: number): -1 | 0 | 1 {
  if (ms > other * tolerance) {
    return 1;
  }
  return other > ms * tolerance ? -1 : 0;
}
