import { cliffsDelta, compareDurations } from './cliffs-delta.ts';
import { countOf } from './mann-whitney.ts';
import type { Answers, Duration, Sides } from './observation.ts';

/** What was found, and where the truth is likely to be. */
interface Interval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

type Counts = Pick<Answers, 'count' | 'errors'>;

/**
 * The share of failed answers, with Wilson's score interval (1927), which holds also where none failed.
 *
 * @param counts with one answer at least.
 * @param z quantile of the normal distribution.
 */
export function wilson({ count, errors }: Counts, z: number): Interval {
  const share = errors / count;
  const square = (z * z) / count;
  const middle = (share + square / 2) / (1 + square);
  const reach =
    (z / (1 + square)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count));
  return {
    difference: share,
    low: Math.max(0, middle - reach),
    high: Math.min(1, middle + reach),
  };
}

/**
 * The candidate's share of failed answers less the other side's, with the interval that Newcombe makes
 * of both sides' Wilson intervals (Interval estimation for the difference between independent
 * proportions, 1998, method 10).
 *
 * @param sides with one answer each at least.
 */
export function newcombe({ candidate, baseline }: Sides<Counts>, z: number): Interval {
  const one = wilson(candidate, z);
  const other = wilson(baseline, z);
  const difference = one.difference - other.difference;
  return {
    difference,
    low: difference - Math.hypot(one.difference - one.low, other.high - other.difference),
    high: difference + Math.hypot(one.high - one.difference, other.difference - other.low),
  };
}

/**
 * Cliff's delta of the durations with its asymmetric interval, from how much each answer's own share of
 * slower and faster ones varies (Cliff, Ordinal Methods for Behavioral Data Analysis, 1996; where all
 * pairs say the same, as Feng and Cliff, 2004).
 *
 * @param durations two of each side at least.
 */
export function latencyInterval(durations: Sides<readonly Duration[]>, z: number): Interval {
  const difference = cliffsDelta(durations);
  const m = countOf(durations.candidate);
  const n = countOf(durations.baseline);
  if (Math.abs(difference) === 1) {
    const least = Math.min(m, n);
    const end = (least - z * z) / (least + z * z);
    return difference > 0 ? { difference, low: end, high: 1 } : { difference, low: -1, high: -end };
  }
  const spread = z * Math.sqrt(varianceOf(durations, difference, m, n));
  const rest = 1 - difference * difference;
  const middle = difference - difference ** 3;
  const reach = spread * Math.sqrt(rest * rest + spread * spread);
  const scale = rest + spread * spread;
  return {
    difference,
    low: Math.max(-1, (middle - reach) / scale),
    high: Math.min(1, (middle + reach) / scale),
  };
}

/** The unbiased estimate of the variance of Cliff's delta, which is not let below its own least value. */
function varianceOf(
  { candidate, baseline }: Sides<readonly Duration[]>,
  delta: number,
  m: number,
  n: number,
): number {
  let squares = 0;
  let rows = 0;
  const columns = baseline.map(() => 0);
  for (const { ms, count } of candidate) {
    let row = 0;
    for (const [at, other] of baseline.entries()) {
      const sign = compareDurations(ms, other.ms);
      row += sign * other.count;
      columns[at] = (columns[at] ?? 0) + sign * count;
      squares += sign * sign * count * other.count;
    }
    rows += count * (row / n - delta) ** 2;
  }
  const ofColumns = columns.reduce(
    (sum, column, at) => sum + (baseline[at]?.count ?? 0) * (column / m - delta) ** 2,
    0,
  );
  const ofPairs = squares - m * n * delta * delta;
  const estimate = (n * n * rows + m * m * ofColumns - ofPairs) / (m * n * (m - 1) * (n - 1));
  return Math.max(estimate, (1 - delta * delta) / (m * n - 1));
}
