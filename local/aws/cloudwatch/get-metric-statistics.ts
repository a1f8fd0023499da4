import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { list, timestamp } from '../rpc/fields.ts';
import { alignStart, readPeriods, type PeriodData } from './datapoints.ts';
import { defineMetrics, invalidCombination, invalidValue, missingParameter } from './errors.ts';
import * as field from './fields.ts';
import { computeStatistic, isPercentile, simpleStatistics } from './statistics.ts';

const maxDatapoints = 1440;

const input = z.object({
  Namespace: field.namespace,
  MetricName: field.metricName,
  Dimensions: field.dimensions.prefault([]),
  StartTime: timestamp,
  EndTime: timestamp,
  Period: field.period,
  Statistics: list(z.enum(simpleStatistics)).default([]),
  ExtendedStatistics: list(
    z.string().refine(isPercentile, 'Only percentiles, p0 to p100, are modelled.'),
  ).default([]),
  Unit: field.unit.optional(),
});

type Input = z.output<typeof input>;

const getMetricStatistics = defineMetrics({
  name: 'GetMetricStatistics',
  writes: false,
  input,
  run: (request, region) => {
    const range = readRange(request);
    const id = {
      namespace: request.Namespace,
      name: request.MetricName,
      dimensions: request.Dimensions,
    };
    const units =
      request.Unit === undefined
        ? [...(region.metrics.find(id)?.units.keys() ?? [])]
        : [request.Unit];
    return {
      Label: request.MetricName,
      Datapoints: units.flatMap((unit) =>
        readPeriods(region.metrics, id, range, unit).map((data) =>
          datapointView(data, unit, request),
        ),
      ),
    };
  },
});

function readRange(request: Input) {
  if (request.Statistics.length === 0 && request.ExtendedStatistics.length === 0) {
    throw missingParameter(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  if (request.StartTime >= request.EndTime) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  }
  const periodMs = request.Period * 1000;
  const start = alignStart(request.StartTime, periodMs);
  const count = Math.ceil((request.EndTime - request.StartTime) / periodMs);
  if (count > maxDatapoints) {
    throw invalidCombination(
      `You have requested up to ${String(count)} datapoints, which exceeds the limit of ${String(maxDatapoints)}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { start, end: request.EndTime, periodMs };
}

function datapointView(data: PeriodData, unit: string, request: Input): Record<string, unknown> {
  const values = (statistics: readonly string[]) =>
    Object.fromEntries(
      statistics.map((statistic) => [statistic, computeStatistic(data.distribution, statistic)]),
    );
  return {
    Timestamp: new Date(data.start),
    Unit: unit,
    ...values(request.Statistics),
    ...(request.ExtendedStatistics.length === 0
      ? {}
      : { ExtendedStatistics: values(request.ExtendedStatistics) }),
  };
}

export const getMetricStatisticsOperations: readonly RpcOperation[] = [getMetricStatistics];
