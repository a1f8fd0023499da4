import { join } from 'node:path';
import { AppendFile } from '../journal/append-file.ts';
import { FlushTimer } from '../journal/flush-timer.ts';
import { Distribution, type DistributionData } from './distribution.ts';
import {
  decodeMetricRecord,
  encodeMetricRecord,
  metricKey,
  type MetricId,
  type MetricRecord,
} from './metric-record.ts';
import { getOrMake, PendingRecords } from './pending-records.ts';

/** A metric with its data, oldest first only by chance. */
export interface Metric extends MetricId {
  /** By unit, then by the start of the bucket in milliseconds since the epoch. */
  readonly units: ReadonlyMap<string, ReadonlyMap<number, Distribution>>;
}

interface MutableMetric extends MetricId {
  readonly units: Map<string, Map<number, Distribution>>;
}

const flushDelayMs = 100;
const msPerDay = 86_400_000;
const minCompactionBytes = 4 * 1024 * 1024;
const msPerMinute = 60_000;
const msPerSecond = 1000;

/**
 * The metrics of one account and region. What is reported within 100 ms is summed up by metric and minute (by second
 * for high resolution) before it is written, so thousands of values a second cost a few lines. The file is only read
 * when somebody asks for metrics.
 */
export class MetricStore {
  readonly #file: AppendFile;
  readonly #retentionMs: number;
  readonly #timer = new FlushTimer(() => {
    this.flush();
  }, flushDelayMs);
  #pending = new PendingRecords();
  #metrics: Map<string, MutableMetric> | undefined;
  #compactAtBytes = minCompactionBytes;

  /** @param options.retentionMs Counted back from the newest value; AWS keeps minutes for 15 days. */
  constructor(dir: string, options: { readonly retentionMs?: number } = {}) {
    this.#file = new AppendFile(join(dir, 'metrics.ndjson'));
    this.#retentionMs = options.retentionMs ?? 15 * msPerDay;
  }

  /** Reports one value. It can be read at once and is on disk within 100 ms. */
  put(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    timestampMs: number,
    unit = 'None',
  ): void {
    this.putValues(namespace, dimensions, timestampMs, [[name, value, unit]]);
  }

  /** Reports a value of several metrics that have the same dimensions. */
  putValues(
    namespace: string,
    dimensions: Readonly<Record<string, string>>,
    timestampMs: number,
    values: readonly (readonly [name: string, value: number, unit: string])[],
  ): void {
    const start = bucketOf(timestampMs, msPerMinute);
    const distributionOf = this.#pending.at({ namespace, dimensions, start });
    for (const [name, value, unit] of values) {
      distributionOf(name, unit).add(value, 1);
    }
    this.#timer.request();
  }

  /** Reports many values of one metric, or their statistics. */
  putDistribution(
    id: MetricId,
    data: DistributionData,
    at: {
      readonly timestampMs: number;
      readonly unit: string;
      readonly highResolution?: boolean;
    },
  ): void {
    const { timestampMs, unit, highResolution = false } = at;
    const start = bucketOf(timestampMs, highResolution ? msPerSecond : msPerMinute);
    this.#pending
      .at({ ...id, start })(id.name, unit)
      .merge(data);
    this.#timer.request();
  }

  /** Everything that was reported is on disk when this returns. */
  flush(): void {
    this.#timer.cancel();
    if (!this.#pending.isEmpty) {
      const records = this.#pending.all();
      this.#pending = new PendingRecords();
      this.#file.write(records.map(encodeMetricRecord));
      if (this.#metrics !== undefined) {
        addRecords(this.#metrics, records);
      }
      if (this.#file.size > this.#compactAtBytes) {
        this.#compact();
      }
    }
  }

  /** Every metric that has data. */
  all(): readonly Metric[] {
    return [...this.#load().values()];
  }

  find(id: MetricId): Metric | undefined {
    return this.#load().get(metricKey(id));
  }

  close(): Promise<void> {
    this.flush();
    this.#file.close();
    return Promise.resolve();
  }

  #load(): Map<string, MutableMetric> {
    this.flush();
    if (this.#metrics === undefined) {
      this.#metrics = new Map();
      const records = this.#file.read().map(decodeMetricRecord);
      addRecords(
        this.#metrics,
        records.filter((record) => record !== undefined),
      );
      if (records.length > 1000) {
        this.#compact();
      }
    }
    return this.#metrics;
  }

  /** Rewrites the file with one line for each bucket that is not too old. */
  #compact(): void {
    const metrics = this.#load();
    prune(metrics, newestStart(metrics) - this.#retentionMs);
    this.#file.replace([...toRecords(metrics)].map(encodeMetricRecord));
    this.#compactAtBytes = Math.max(minCompactionBytes, 2 * this.#file.size);
  }
}

function bucketOf(timestampMs: number, bucketMs: number): number {
  return Math.floor(timestampMs / bucketMs) * bucketMs;
}

function addRecords(metrics: Map<string, MutableMetric>, records: readonly MetricRecord[]): void {
  for (const { namespace, name, dimensions, unit, start, distribution } of records) {
    const key = metricKey({ namespace, name, dimensions });
    const metric = getOrMake(metrics, key, () => ({
      namespace,
      name,
      dimensions,
      units: new Map<string, Map<number, Distribution>>(),
    }));
    const buckets = getOrMake(metric.units, unit, () => new Map<number, Distribution>());
    getOrMake(buckets, start, () => new Distribution()).merge(distribution.toData());
  }
}

function* toRecords(metrics: ReadonlyMap<string, MutableMetric>): Generator<MetricRecord> {
  for (const { namespace, name, dimensions, units } of metrics.values()) {
    for (const [unit, buckets] of units) {
      for (const [start, distribution] of buckets) {
        yield { namespace, name, dimensions, unit, start, distribution };
      }
    }
  }
}

function newestStart(metrics: ReadonlyMap<string, MutableMetric>): number {
  let newest = 0;
  for (const { start } of toRecords(metrics)) {
    newest = Math.max(newest, start);
  }
  return newest;
}

function prune(metrics: Map<string, MutableMetric>, oldest: number): void {
  for (const [key, metric] of metrics) {
    for (const [unit, buckets] of metric.units) {
      for (const start of [...buckets.keys()].filter((each) => each < oldest)) {
        buckets.delete(start);
      }
      if (buckets.size === 0) {
        metric.units.delete(unit);
      }
    }
    if (metric.units.size === 0) {
      metrics.delete(key);
    }
  }
}
