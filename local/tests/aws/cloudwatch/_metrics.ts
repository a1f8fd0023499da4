import { randomUUID } from 'node:crypto';
import {
  type CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
  type MetricDatum,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';

export const minuteMs = 60_000;

/** A namespace that no other test uses. */
export function newNamespace(): string {
  return `Test/${randomUUID()}`;
}

/** The beginning of the minute `ago` minutes before now. */
export function minuteAgo(ago: number, now = Date.now()): Date {
  return new Date((Math.floor(now / minuteMs) - ago) * minuteMs);
}

/** As {@link minuteAgo}, for a test that asks more than once: a full minute may pass meanwhile. */
export function minutesBeforeNow(): (ago: number) => Date {
  const now = Date.now();
  return (ago) => minuteAgo(ago, now);
}

export function putData(
  cloudwatch: CloudWatchClient,
  Namespace: string,
  ...MetricData: MetricDatum[]
) {
  return cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
}

/** The datapoints of a metric `M` in the last ten minutes, oldest first. */
export async function statistics(
  cloudwatch: CloudWatchClient,
  Namespace: string,
  Statistics: Statistic[],
  ExtendedStatistics: string[] = [],
) {
  const { Datapoints } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName: 'M',
      StartTime: minuteAgo(10),
      EndTime: minuteAgo(-2),
      Period: 60,
      ...(Statistics.length === 0 ? {} : { Statistics }),
      ...(ExtendedStatistics.length === 0 ? {} : { ExtendedStatistics }),
    }),
  );
  return (Datapoints ?? []).sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp));
}
