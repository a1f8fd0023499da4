import {
  paginateGetMetricData,
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { Answers, Duration } from './answers.ts';
import { fillBins, innerEdges, toDurations } from './duration-histogram.ts';

/** Which invocations of a function. */
export interface InvocationFilter {
  readonly functionName: string;
  readonly alias: string;
  /** The version that ran. AWS tells it only of an alias that has weights. */
  readonly executedVersion?: string;
}

/** The end is not part of it. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** By id of the query, then by the time of the minute. */
type Series = ReadonlyMap<string, ReadonlyMap<number, number>>;

const minuteMs = 60_000;
const noAnswers: Answers = { count: 0, errors: 0, durations: [] };

/**
 * What CloudWatch has counted so far of the invocations that began in the whole minutes of a window;
 * nothing, and without a call, when it holds none. Lambda sends its metrics by the minute, stamped
 * with the time at which an invocation began, so the newest minutes of a window can still grow
 * (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html).
 *
 * Durations are those of the handler, without the start of its environment. They come as 30 bins
 * whose edges lie 60 % apart, by the statistic percentile rank
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html).
 * CloudWatch is asked minute by minute: it does not say to what it aligns longer periods.
 *
 * @param window of the last 15 days: before that AWS keeps no minutes.
 */
export async function countInvocations(
  cloudWatch: CloudWatchClient,
  filter: InvocationFilter,
  window: Window,
): Promise<Answers> {
  const start = Math.ceil(window.from.getTime() / minuteMs) * minuteMs;
  const end = Math.floor(window.to.getTime() / minuteMs) * minuteMs;
  if (start >= end) {
    return noAnswers;
  }
  const request = {
    MetricDataQueries: buildQueries(filter),
    StartTime: new Date(start),
    EndTime: new Date(end),
  };
  const results: MetricDataResult[] = [];
  for await (const page of paginateGetMetricData({ client: cloudWatch }, request)) {
    results.push(...(page.MetricDataResults ?? []));
  }
  return toAnswers(results);
}

/** Requests to an API stage that CloudWatch has counted so far in the minutes of a window. */
export async function countRequests(
  cloudWatch: CloudWatchClient,
  { apiName, apiStage }: { readonly apiName: string; readonly apiStage: string },
  { from, to }: Window,
): Promise<number> {
  const Dimensions = [
    { Name: 'ApiName', Value: apiName },
    { Name: 'Stage', Value: apiStage },
  ];
  const Metric = { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions };
  const query = { Id: 'requests', MetricStat: { Metric, Period: minuteMs / 1000, Stat: 'Sum' } };
  const pages = paginateGetMetricData(
    { client: cloudWatch },
    { StartTime: from, EndTime: to, MetricDataQueries: [query] },
  );
  let total = 0;
  for await (const { MetricDataResults = [] } of pages) {
    total += sum(readSeries(MetricDataResults).get('requests'));
  }
  return total;
}

function buildQueries(filter: InvocationFilter): MetricDataQuery[] {
  const { functionName, alias, executedVersion } = filter;
  const dimensions = {
    FunctionName: functionName,
    Resource: `${functionName}:${alias}`,
    ...(executedVersion !== undefined && { ExecutedVersion: executedVersion }),
  };
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const query = (Id: string, MetricName: string, Stat: string): MetricDataQuery => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions },
      Period: minuteMs / 1000,
      Stat,
    },
  });
  return [
    query('invocations', 'Invocations', 'Sum'),
    query('errors', 'Errors', 'Sum'),
    query('samples', 'Duration', 'SampleCount'),
    ...innerEdges.map((ms, edge) => query(rankId(edge), 'Duration', `PR(:${String(ms)})`)),
  ];
}

function rankId(edge: number): string {
  return `rank${String(edge)}`;
}

/**
 * @param results of all pages, so an id can come more than once.
 * @throws {Error} when CloudWatch did not answer a query; its figures would be too small.
 */
export function toAnswers(results: readonly MetricDataResult[]): Answers {
  const series = readSeries(results);
  const errors = sum(series.get('errors'));
  return {
    // Metrics need not arrive together, and what failed was invoked.
    count: Math.max(sum(series.get('invocations')), errors),
    errors,
    durations: readDurations(series),
  };
}

function readSeries(results: readonly MetricDataResult[]): Series {
  const series = new Map<string, Map<number, number>>();
  for (const { Id = '', StatusCode, Timestamps = [], Values = [] } of results) {
    if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
      throw new Error(`CloudWatch answered ${StatusCode} to the query ${Id} on AWS/Lambda`);
    }
    const values = series.get(Id) ?? new Map<number, number>();
    Timestamps.forEach((time, index) => values.set(time.getTime(), Values[index] ?? 0));
    series.set(Id, values);
  }
  return series;
}

/** Of a minute whose percentile ranks AWS does not tell, the durations are left out. */
function readDurations(series: Series): Duration[] {
  const bins: number[] = [];
  for (const [time, samples] of series.get('samples') ?? []) {
    const ranks = innerEdges
      .map((_, edge) => series.get(rankId(edge))?.get(time))
      .filter((rank) => rank !== undefined);
    if (ranks.length === innerEdges.length) {
      fillBins(samples, ranks).forEach((count, bin) => {
        bins[bin] = (bins[bin] ?? 0) + count;
      });
    }
  }
  return toDurations(bins);
}

function sum(values: ReadonlyMap<number, number> = new Map()): number {
  return [...values.values()].reduce((total, value) => total + value, 0);
}
