import { Distribution, type DistributionData } from './distribution.ts';

/** Names a metric. Metrics that differ in one dimension are different metrics. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values of one metric and unit that were reported for one bucket of time. */
export interface MetricRecord extends MetricId {
  readonly unit: string;
  /** Milliseconds since the epoch: a whole minute, or a whole second for high resolution. */
  readonly start: number;
  readonly distribution: Distribution;
}

/** The same text for the same metric, in whatever order its dimensions come. Sorts by namespace, then name. */
export function metricKey({ namespace, name, dimensions }: MetricId): string {
  return `${namespace}\0${name}${dimensionsKey(dimensions)}`;
}

/** The end of a {@link metricKey}, which all metrics of the same dimensions share. */
export function dimensionsKey(dimensions: MetricId['dimensions']): string {
  let key = '';
  for (const dimension of Object.keys(dimensions).sort()) {
    key += `\0${dimension}\0${dimensions[dimension] ?? ''}`;
  }
  return key;
}

/** A record as a line of JSON. */
export function encodeMetricRecord(record: MetricRecord): string {
  return JSON.stringify({ ...record, distribution: record.distribution.toData() });
}

/** The way back from `encodeMetricRecord`; undefined for a line that it did not write. */
export function decodeMetricRecord(line: unknown): MetricRecord | undefined {
  if (!isObject(line)) {
    return undefined;
  }
  const { namespace, name, dimensions, unit, start, distribution } = line;
  return typeof namespace === 'string' &&
    typeof name === 'string' &&
    typeof unit === 'string' &&
    typeof start === 'number' &&
    isTextRecord(dimensions) &&
    isDistributionData(distribution)
    ? { namespace, name, dimensions, unit, start, distribution: Distribution.from(distribution) }
    : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isDistributionData(value: unknown): value is DistributionData {
  return (
    isObject(value) &&
    ['count', 'sum', 'min', 'max'].every((name) => typeof value[name] === 'number') &&
    Array.isArray(value.values) &&
    value.values.every(
      (pair: unknown) => Array.isArray(pair) && pair.every((part) => typeof part === 'number'),
    )
  );
}
