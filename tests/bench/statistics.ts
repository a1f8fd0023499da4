/** Of several measurements of the same thing. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws {RangeError} without values */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: (quantile(sorted, 0.5) + quantile(sorted.toReversed(), 0.5)) / 2,
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
  };
}

/**
 * The nearest-rank quantile: a value that was measured, never one in between.
 *
 * @param sorted ascending
 * @param q 0 to 1
 * @throws {RangeError} without values
 */
export function quantile(sorted: readonly number[], q: number): number {
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (value === undefined) {
    throw new RangeError('Nothing was measured.');
  }
  return value;
}
