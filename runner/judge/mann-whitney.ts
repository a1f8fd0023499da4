import { normalTail } from './normal-distribution.ts';
import type { Duration, Sides } from './observation.ts';

export interface MannWhitney {
  /** The chance of a candidate at least as slow, if both sides were the same. */
  readonly p: number;
  /** Cliff's delta: 1 all of the candidate's are slower, 0 neither side is, -1 all are faster. */
  readonly effect: number;
}

/**
 * The Mann-Whitney U test, one-sided: whether the candidate is slower. By the normal approximation with
 * correction for ties and for continuity, so it is meant for some dozens of answers on each side.
 *
 * @param sides milliseconds with how many answers took them, in any order, the same ones repeatedly too.
 * @returns p 1 and effect 0 when a side is empty or all took equally long.
 * @throws {RangeError} when a number of milliseconds or a count is none, or a count is negative.
 */
export function mannWhitney({ candidate, baseline }: Sides<readonly Duration[]>): MannWhitney {
  const m = countOf(candidate);
  const n = countOf(baseline);
  if (m === 0 || n === 0) {
    return { p: 1, effect: 0 };
  }
  let excess = 0;
  let squares = 0;
  let below = 0;
  for (const tie of tiesOf(candidate, baseline)) {
    const size = tie.candidate + tie.baseline;
    // A tie's mean rank, less the mean of all ranks: twice, so that it stays whole.
    const twiceRank = 2 * below + size - (m + n);
    excess += tie.candidate * twiceRank;
    squares += size * twiceRank * twiceRank;
    below += size;
  }
  if (squares === 0) {
    return { p: 1, effect: 0 };
  }
  // U less its mean is half of the excess; the ranks' own variance has the ties in it.
  const deviation = Math.sqrt(((m * n) / ((m + n) * (m + n - 1))) * (squares / 4));
  return { p: normalTail((excess / 2 - 0.5) / deviation), effect: excess / (m * n) };
}

/** How many answers these are. */
export function countOf(durations: readonly Duration[]): number {
  return durations.reduce((sum, { count }) => sum + count, 0);
}

/** How many of each side took equally long, the fastest first. */
function tiesOf(candidate: readonly Duration[], baseline: readonly Duration[]): Sides<number>[] {
  const ties = new Map<number, { candidate: number; baseline: number }>();
  const add = (side: keyof Sides<number>, { ms, count }: Duration): void => {
    if (!Number.isFinite(ms) || !(count >= 0 && count < Infinity)) {
      throw new RangeError(`${count} answers cannot have taken ${ms} ms.`);
    }
    const tie = ties.get(ms) ?? { candidate: 0, baseline: 0 };
    tie[side] += count;
    ties.set(ms, tie);
  };
  for (const duration of candidate) {
    add('candidate', duration);
  }
  for (const duration of baseline) {
    add('baseline', duration);
  }
  return [...ties].sort(([one], [other]) => one - other).map(([, tie]) => tie);
}
