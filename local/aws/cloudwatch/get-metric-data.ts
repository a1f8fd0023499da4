import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { MetricStore } from './metrics.ts';
import { boolean, integer, list, timestamp } from '../rpc/fields.ts';
import { alignStart, readPeriods } from './datapoints.ts';
import { defineMetrics, invalidNextToken, validationError } from './errors.ts';
import * as field from './fields.ts';
import { evaluateMath, seriesOf, type Operand, type Series } from './metric-math.ts';
import { computeStatistic, isStatistic } from './statistics.ts';

const query = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,254}$/),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: field.namespace,
        MetricName: field.metricName,
        Dimensions: field.dimensions.prefault([]),
      }),
      Period: field.period,
      Stat: z
        .string()
        .refine(
          isStatistic,
          'Only simple statistics, percentiles (p99) and percentile ranks (PR(100:2000)) are modelled.',
        ),
      Unit: field.unit.optional(),
    })
    .optional(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  ReturnData: boolean.default(true),
});

const input = z.object({
  MetricDataQueries: list(query),
  StartTime: timestamp,
  EndTime: timestamp,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: integer(1, 100_800).default(100_800),
  NextToken: field.nextToken,
});

type Input = z.output<typeof input>;
type Query = z.output<typeof query>;

interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: readonly Date[];
  readonly Values: readonly number[];
  readonly Messages?: readonly { readonly Code: string; readonly Value: string }[];
}

/** Metrics Insights (`SELECT …`) and most functions of metric math are not modelled. */
const getMetricData = defineMetrics({
  name: 'GetMetricData',
  writes: false,
  input,
  run: (request, region) => {
    verifyQueries(request);
    const results = new Evaluated(request, region.metrics).results();
    return cutResults(results, readOffset(request.NextToken), request.MaxDatapoints);
  },
});

function verifyQueries({ MetricDataQueries: queries, StartTime, EndTime }: Input): void {
  if (StartTime >= EndTime) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  }
  if (queries.length === 0 || queries.length > 500) {
    throw validationError('The parameter MetricDataQueries must hold 1 to 500 queries.');
  }
  if (new Set(queries.map((each) => each.Id)).size < queries.length) {
    throw validationError('The values of the parameter id in MetricDataQueries must be unique.');
  }
  if (queries.some((each) => /^\s*SELECT\b/i.test(each.Expression ?? ''))) {
    throw notImplemented('monitoring:GetMetricData with Metrics Insights');
  }
  if (queries.some((each) => (each.Expression === undefined) === (each.MetricStat === undefined))) {
    throw validationError('Each MetricDataQuery must have either a MetricStat or an Expression.');
  }
}

/** The queries of a request, each evaluated when the first asks for it. */
class Evaluated {
  readonly #request: Input;
  readonly #store: MetricStore;
  readonly #known = new Map<string, Operand>();
  readonly #mixed = new Map<string, readonly string[]>();
  readonly #underway = new Set<string>();

  constructor(request: Input, store: MetricStore) {
    this.#request = request;
    this.#store = store;
  }

  results(): Result[] {
    const labels = labelsOf(this.#request.MetricDataQueries);
    return this.#request.MetricDataQueries.filter((each) => each.ReturnData).flatMap((each) => {
      const value = this.#valueOf(each);
      const label = labels.get(each.Id) ?? each.Id;
      const all = typeof value === 'number' ? [this.#constant(value)] : seriesOf(value);
      return all.map((series) => this.#result(each, label, series));
    });
  }

  #result(each: Query, label: string, series: Series): Result {
    const descending = this.#request.ScanBy === 'TimestampDescending';
    const units = this.#mixed.get(each.Id);
    // What is divided by zero, or computed of nothing, is no datapoint.
    const points = [...series]
      .filter(([, value]) => Number.isFinite(value))
      .sort(([a], [b]) => (descending ? b - a : a - b));
    return {
      Id: each.Id,
      Label: label,
      Timestamps: points.map(([time]) => new Date(time)),
      Values: points.map(([, value]) => value),
      ...(units !== undefined && {
        Messages: [
          { Code: 'MultipleUnits', Value: `Multiple units returned: '[${units.join(', ')}]'` },
        ],
      }),
    };
  }

  #valueOf(each: Query): Operand {
    const known = this.#known.get(each.Id);
    if (known !== undefined) {
      return known;
    }
    if (this.#underway.has(each.Id)) {
      throw validationError(`The expression ${each.Id} refers to itself.`);
    }
    this.#underway.add(each.Id);
    const { Expression: expression } = each;
    const value =
      expression === undefined
        ? this.#metric(each)
        : evaluateMath(expression, (id) => this.#find(expression, id));
    this.#known.set(each.Id, value);
    return value;
  }

  #find(expression: string, id: string | undefined): Operand {
    const queries = this.#request.MetricDataQueries;
    if (id === undefined) {
      return queries
        .filter((each) => each.MetricStat !== undefined)
        .flatMap((each) => seriesOf(this.#valueOf(each)));
    }
    const query = queries.find((each) => each.Id === id);
    if (query === undefined) {
      throw validationError(`Error in expression '${expression}': unknown id ${id}`);
    }
    return this.#valueOf(query);
  }

  #metric({ Id, MetricStat: metricStat }: Query): Series {
    if (metricStat === undefined) {
      return new Map();
    }
    const periodMs = metricStat.Period * 1000;
    const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = metricStat.Metric;
    const id = { namespace, name, dimensions };
    const range = {
      start: alignStart(this.#request.StartTime, periodMs),
      end: this.#request.EndTime,
      periodMs,
    };
    const units = [...(this.#store.find(id)?.units.keys() ?? [])]
      .filter((unit) => readPeriods(this.#store, id, range, unit).length > 0)
      .sort();
    if (metricStat.Unit === undefined && units.length > 1) {
      this.#mixed.set(Id, units);
    }
    const values = new Map<number, number>();
    for (const data of readPeriods(this.#store, id, range, metricStat.Unit ?? units[0])) {
      const value = computeStatistic(data.distribution, metricStat.Stat);
      if (value !== undefined) {
        values.set(data.start, value);
      }
    }
    return values;
  }

  /** A number has the times that any of the metrics has. */
  #constant(value: number): Series {
    const times = this.#request.MetricDataQueries.filter(
      (each) => each.MetricStat !== undefined,
    ).flatMap((each) => seriesOf(this.#valueOf(each)).flatMap((series) => [...series.keys()]));
    return new Map(times.map((time) => [time, value]));
  }
}

/** Of a metric its name, and with it what tells the queries apart: statistic, period. */
function labelsOf(queries: readonly Query[]): ReadonlyMap<string, string> {
  const stats = new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Stat ?? []));
  const periods = new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
  return new Map(
    queries.map(({ Id, Label, MetricStat }) => [
      Id,
      Label ??
        (MetricStat === undefined
          ? Id
          : [
              MetricStat.Metric.MetricName,
              ...(stats.size > 1 ? [MetricStat.Stat] : []),
              ...(periods.size > 1 ? [String(MetricStat.Period)] : []),
            ].join(' ')),
    ]),
  );
}

/** A page of at most `size` datapoints over all results, the first `offset` of them left out. */
function cutResults(
  results: readonly Result[],
  offset: number,
  size: number,
): Record<string, unknown> {
  let before = 0;
  const end = offset + size;
  const cut = results.map((result) => {
    const from = Math.max(0, offset - before);
    const to = Math.max(0, end - before);
    before += result.Values.length;
    return {
      ...result,
      Timestamps: result.Timestamps.slice(from, to),
      Values: result.Values.slice(from, to),
      StatusCode: to < result.Values.length ? 'PartialData' : 'Complete',
    };
  });
  return {
    MetricDataResults: cut,
    Messages: [],
    ...(before > end ? { NextToken: `offset-${String(end)}` } : {}),
  };
}

function readOffset(token: string | undefined): number {
  const match = /^offset-(\d{1,12})$/.exec(token ?? 'offset-0');
  if (match === null) {
    throw invalidNextToken();
  }
  return Number(match[1]);
}

export const getMetricDataOperations: readonly RpcOperation[] = [getMetricData];
