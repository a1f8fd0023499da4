import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { minuteAgo, newNamespace, putData } from './_metrics.ts';

/** What a metric `M` of the last minutes answers to each statistic, oldest value first. */
async function ask(cloudwatch: CloudWatchClient, Namespace: string, ...stats: readonly string[]) {
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: stats.map((Stat, index) => ({
        Id: `q${String(index)}`,
        MetricStat: { Metric: { Namespace, MetricName: 'M' }, Period: 60, Stat },
      })),
      StartTime: minuteAgo(5),
      EndTime: minuteAgo(0),
      ScanBy: 'TimestampAscending',
    }),
  );
  return MetricDataResults?.map(({ Values }) => Values);
}

function put(cloudwatch: CloudWatchClient, namespace: string, datum: Partial<MetricDatum>) {
  return putData(cloudwatch, namespace, { MetricName: 'M', Timestamp: minuteAgo(2), ...datum });
}

test('a percentile rank leaves its lower bound out and takes its upper bound in', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  await put(cloudwatch, namespace, { Values: [100, 300, 2000, 2001], Counts: [10, 50, 20, 20] });
  t.deepEqual(
    await ask(
      cloudwatch,
      namespace,
      'PR(:300)',
      'PR(100:2000)',
      'PR(300:)',
      'PR(:99)',
      'PR(:9999)',
    ),
    [[60], [70], [40], [0], [100]],
  );
});

test('each period has percentile ranks of its own', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  await put(cloudwatch, namespace, { Timestamp: minuteAgo(3), Values: [1, 9], Counts: [1, 3] });
  await put(cloudwatch, namespace, { Timestamp: minuteAgo(2), Values: [1, 9], Counts: [3, 1] });
  t.deepEqual(await ask(cloudwatch, namespace, 'PR(:5)'), [[25, 75]]);
});

test('a percentile rank is unknown when not every value is, unless all are the same', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const set = (SampleCount: number, Minimum: number, Maximum: number) => ({
    StatisticValues: { SampleCount, Sum: SampleCount * Minimum, Minimum, Maximum },
  });
  const mixed = newNamespace();
  await put(cloudwatch, mixed, { Value: 1 });
  await put(cloudwatch, mixed, set(4, 0, 20));
  t.deepEqual(await ask(cloudwatch, mixed, 'PR(:5)', 'SampleCount'), [[], [5]]);
  const same = newNamespace();
  await put(cloudwatch, same, set(4, 7, 7));
  t.deepEqual(await ask(cloudwatch, same, 'PR(:7)', 'PR(7:)'), [[100], [0]]);
});

test('a percentile rank that means nothing is refused', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  for (const statistic of ['PR(:)', 'PR(9:1)']) {
    const call = () => ask(cloudwatch, namespace, statistic);
    await failsWith(t, call, 'InvalidParameterValueException', 400);
  }
});
