/** What a `Distribution` is as JSON. `values` are pairs of a value and how often it occurred. */
export interface DistributionData {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly values: readonly (readonly [number, number])[];
}

/** Above this many different values they are rounded: first to three significant digits, then to two. */
const maxValues = [200, 1000];
const roundedDigits = [3, 2];

/**
 * The values that were reported in some time. Sums, counts and extremes are exact; percentiles and percentile ranks
 * are exact up to 200 different values, and beyond that those of values rounded by at most 0.5 %, then 5 %.
 */
export class Distribution {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  readonly #values = new Map<number, number>();
  #roundings = 0;

  static from(data: DistributionData): Distribution {
    const distribution = new Distribution();
    distribution.merge(data);
    return distribution;
  }

  add(value: number, count: number): void {
    this.count += count;
    this.sum += value * count;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.#addValue(value, count);
  }

  /** Values may be fewer than `count`: a statistic set tells none. */
  merge(other: DistributionData): void {
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    for (const [value, count] of other.values) {
      this.#addValue(value, count);
    }
  }

  toData(): DistributionData {
    const { count, sum, min, max } = this;
    return { count, sum, min, max, values: [...this.#values] };
  }

  /**
   * By nearest rank: the smallest value that at least `percent` of all are not above.
   * @param percent 0 to 100
   * @returns undefined when not every value is known, which is also when AWS has no percentile
   */
  percentile(percent: number): number | undefined {
    if (this.min === this.max) {
      return this.min;
    }
    if (!this.#isKnown()) {
      return undefined;
    }
    const sorted = [...this.#values].sort(([a], [b]) => a - b);
    const rank = (percent / 100) * this.count;
    let cumulative = 0;
    const found = sorted.find(([, count]) => {
      cumulative += count;
      return cumulative >= rank;
    });
    return found?.[0] ?? this.max;
  }

  /**
   * @returns how many percent of all values are above one value and not above another; undefined when not every value
   *   is known, as for {@link percentile}
   */
  percentileRank(above: number, upTo: number): number | undefined {
    const isInside = (value: number): boolean => value > above && value <= upTo;
    if (this.min === this.max) {
      return isInside(this.min) ? 100 : 0;
    }
    if (!this.#isKnown()) {
      return undefined;
    }
    const inside = [...this.#values].filter(([value]) => isInside(value));
    return (100 * countOf(inside)) / this.count;
  }

  #isKnown(): boolean {
    return countOf(this.#values) >= this.count;
  }

  #addValue(value: number, count: number): void {
    const rounded = this.#round(value);
    this.#values.set(rounded, (this.#values.get(rounded) ?? 0) + count);
    if (this.#values.size > (maxValues[this.#roundings] ?? Number.POSITIVE_INFINITY)) {
      this.#roundings += 1;
      const values = [...this.#values];
      this.#values.clear();
      for (const [each, times] of values) {
        this.#addValue(each, times);
      }
    }
  }

  #round(value: number): number {
    const digits = this.#roundings === 0 ? undefined : roundedDigits[this.#roundings - 1];
    return digits === undefined ? value : Number(value.toPrecision(digits));
  }
}

function countOf(values: Iterable<readonly [number, number]>): number {
  let total = 0;
  for (const [, count] of values) {
    total += count;
  }
  return total;
}
