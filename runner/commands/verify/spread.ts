/** How long something took, over a number of changes, in seconds. */
export interface Spread {
  readonly changes: number;
  readonly median: number;
  /** By the nearest rank: of fewer than a hundred changes the worst. */
  readonly p99: number;
  readonly worst: number;
}

/** @param seconds one for each change, in any order; none is a spread of zeros. */
export function spreadOf(seconds: readonly number[]): Spread {
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { changes: sorted.length, median: at(0.5), p99: at(0.99), worst: at(1) };
}
