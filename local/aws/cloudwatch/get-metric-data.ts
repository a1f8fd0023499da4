import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { MetricStore } from './metrics.ts';
import { boolean, integer, list, timestamp } from '../rpc/fields.ts';
import { alignStart, readPeriods } from './datapoints.ts';
import { defineMetrics, invalidNextToken, validationError } from './errors.ts';
import * as field from './fields.ts';
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
}

/** Metric math and Metrics Insights are not modelled: an `Expression` is refused. */
const getMetricData = defineMetrics({
  name: 'GetMetricData',
  writes: false,
  input,
  run: (request, region) => {
    verifyQueries(request);
    const results = request.MetricDataQueries.filter((each) => each.ReturnData).map((each) =>
      runQuery(each, request, region.metrics),
    );
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
  if (queries.some((each) => each.Expression !== undefined)) {
    throw notImplemented('monitoring:GetMetricData with an Expression (metric math)');
  }
  if (queries.some((each) => each.MetricStat === undefined)) {
    throw validationError('Each MetricDataQuery must have either a MetricStat or an Expression.');
  }
}

function runQuery(each: Query, request: Input, store: MetricStore): Result {
  const { MetricStat: metricStat } = each;
  if (metricStat === undefined) {
    return { Id: each.Id, Label: each.Label ?? each.Id, Timestamps: [], Values: [] };
  }
  const periodMs = metricStat.Period * 1000;
  const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = metricStat.Metric;
  const range = {
    start: alignStart(request.StartTime, periodMs),
    end: request.EndTime,
    periodMs,
  };
  const points = readPeriods(store, { namespace, name, dimensions }, range, metricStat.Unit)
    .map(({ start, distribution }) => ({
      start,
      value: computeStatistic(distribution, metricStat.Stat),
    }))
    .filter((point): point is { start: number; value: number } => point.value !== undefined);
  const ordered = request.ScanBy === 'TimestampDescending' ? points.reverse() : points;
  return {
    Id: each.Id,
    Label: each.Label ?? name,
    Timestamps: ordered.map((point) => new Date(point.start)),
    Values: ordered.map((point) => point.value),
  };
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
