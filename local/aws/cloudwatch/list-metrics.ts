import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { list } from '../rpc/fields.ts';
import { byKey, cutPage } from '../rpc/paging.ts';
import { defineMetrics, invalidNextToken } from './errors.ts';
import * as field from './fields.ts';
import { metricKey } from './metric-record.ts';
import type { Metric } from './metrics.ts';

const pageSize = 500;
const recentMs = 3 * 3_600_000;

const listMetrics = defineMetrics({
  name: 'ListMetrics',
  writes: false,
  input: z.object({
    Namespace: field.namespace.optional(),
    MetricName: field.metricName.optional(),
    Dimensions: list(
      z.object({ Name: z.string().min(1).max(255), Value: z.string().min(1).optional() }),
    ).default([]),
    RecentlyActive: z.literal('PT3H').optional(),
    NextToken: field.nextToken,
  }),
  run: (input, region) => {
    const found = region.metrics
      .all()
      .filter(
        (metric) =>
          metric.namespace === (input.Namespace ?? metric.namespace) &&
          metric.name === (input.MetricName ?? metric.name) &&
          input.Dimensions.every(
            ({ Name, Value }) =>
              Object.hasOwn(metric.dimensions, Name) &&
              metric.dimensions[Name] === (Value ?? metric.dimensions[Name]),
          ) &&
          (input.RecentlyActive === undefined || newest(metric) >= region.now() - recentMs),
      )
      .sort(byKey(metricKey));
    const page = cutPage(found, metricKey, pageSize, input.NextToken);
    if (page === undefined) {
      throw invalidNextToken();
    }
    return {
      Metrics: page.items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: field.toDimensionList(dimensions),
      })),
      ...(page.next === undefined ? {} : { NextToken: page.next }),
    };
  },
});

function newest(metric: Metric): number {
  return Math.max(...[...metric.units.values()].flatMap((buckets) => [...buckets.keys()]));
}

export const listMetricsOperations: readonly RpcOperation[] = [listMetrics];
