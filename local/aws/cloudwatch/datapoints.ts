import { Distribution } from './distribution.ts';
import type { MetricId } from './metric-record.ts';
import type { Metric, MetricStore } from './metrics.ts';

/** What was reported in one period. */
export interface PeriodData {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly distribution: Distribution;
}

/** Times in milliseconds since the epoch; the end is not part of the range. */
export interface PeriodRange {
  readonly start: number;
  readonly end: number;
  readonly periodMs: number;
}

/**
 * Rounds the start of a request down as CloudWatch does: to the minute, or to the period where that is shorter.
 * Periods are then counted from there.
 */
export function alignStart(startMs: number, periodMs: number): number {
  const unit = Math.min(periodMs, 60_000);
  return Math.floor(startMs / unit) * unit;
}

/**
 * The periods of a range that have data, oldest first.
 * @param unit Only what was reported in this unit; undefined: everything.
 */
export function readPeriods(
  store: MetricStore,
  id: MetricId,
  range: PeriodRange,
  unit: string | undefined,
): readonly PeriodData[] {
  const metric = store.find(id);
  return metric === undefined ? [] : groupByPeriod(bucketsOf(metric, unit), range);
}

function* bucketsOf(
  metric: Metric,
  unit: string | undefined,
): Generator<readonly [number, Distribution]> {
  for (const [name, buckets] of metric.units) {
    if (unit === undefined || unit === name) {
      yield* buckets;
    }
  }
}

function groupByPeriod(
  buckets: Iterable<readonly [number, Distribution]>,
  { start, end, periodMs }: PeriodRange,
): readonly PeriodData[] {
  const periods = new Map<number, Distribution>();
  for (const [bucketStart, data] of buckets) {
    if (bucketStart >= start && bucketStart < end) {
      const periodStart = start + Math.floor((bucketStart - start) / periodMs) * periodMs;
      const distribution = periods.get(periodStart) ?? new Distribution();
      distribution.merge(data.toData());
      periods.set(periodStart, distribution);
    }
  }
  return [...periods]
    .map(([periodStart, distribution]) => ({ start: periodStart, distribution }))
    .sort((a, b) => a.start - b.start);
}
