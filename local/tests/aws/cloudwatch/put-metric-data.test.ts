import {
  GetMetricStatisticsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { minuteMs, minutesBeforeNow, newNamespace, putData, statistics } from './_metrics.ts';

test('values are summed up by the minute they were reported for', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  const at = (ago: number, seconds: number, Value: number): MetricDatum => ({
    MetricName: 'M',
    Timestamp: new Date(minuteAgo(ago).getTime() + seconds * 1000),
    Value,
    Unit: 'Milliseconds',
  });
  await putData(cloudwatch, namespace, at(3, 0, 1), at(3, 59, 5), at(2, 0, 7));
  const all = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
  t.deepEqual(await statistics(cloudwatch, namespace, [...all]), [
    {
      Timestamp: minuteAgo(3),
      Unit: 'Milliseconds',
      SampleCount: 2,
      Sum: 6,
      Average: 3,
      Minimum: 1,
      Maximum: 5,
    },
    {
      Timestamp: minuteAgo(2),
      Unit: 'Milliseconds',
      SampleCount: 1,
      Sum: 7,
      Average: 7,
      Minimum: 7,
      Maximum: 7,
    },
  ]);
});

test('values with counts and statistic sets add to the same minute; a set has no percentiles', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  const Timestamp = minuteAgo(2);
  await putData(cloudwatch, namespace, {
    MetricName: 'M',
    Timestamp,
    Values: [1, 10],
    Counts: [99, 1],
  });
  const [counted] = await statistics(cloudwatch, namespace, ['Sum'], ['p50', 'p99', 'p99.9']);
  t.is(counted?.Sum, 109);
  t.deepEqual(counted?.ExtendedStatistics, { p50: 1, p99: 1, 'p99.9': 10 });
  await putData(cloudwatch, namespace, {
    MetricName: 'M',
    Timestamp,
    StatisticValues: { SampleCount: 4, Sum: 40, Minimum: 0, Maximum: 20 },
  });
  const [both] = await statistics(cloudwatch, namespace, ['SampleCount', 'Maximum'], ['p50']);
  t.is(both?.SampleCount, 104);
  t.is(both?.Maximum, 20);
  t.deepEqual(both?.ExtendedStatistics ?? {}, {});
});

test('a request that cannot be answered names its fault', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const good = {
    Namespace: newNamespace(),
    MetricName: 'M',
    StartTime: minuteAgo(5),
    EndTime: minuteAgo(1),
    Period: 60,
    Statistics: ['Sum' as const],
  };
  const calls = [
    [{ ...good, Period: 90 }, 'InvalidParameterValueException'],
    [{ ...good, EndTime: minuteAgo(6) }, 'InvalidParameterValueException'],
    [
      { ...good, StartTime: new Date(Date.now() - 1500 * minuteMs) },
      'InvalidParameterCombinationException',
    ],
    [{ ...good, Statistics: undefined }, 'MissingRequiredParameterException'],
    [{ ...good, MetricName: undefined }, 'MissingRequiredParameterException'],
  ] as const;
  for (const [input, name] of calls) {
    const call = () => cloudwatch.send(new GetMetricStatisticsCommand(input));
    await failsWith(t, call, name, 400);
  }
});

test('data that cannot be right are refused as a whole', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  const good: MetricDatum = { MetricName: 'M', Timestamp: minuteAgo(2), Value: 1 };
  const calls: [MetricDatum, string][] = [
    [{ MetricName: 'M' }, 'MissingRequiredParameterException'],
    [{ ...good, Values: [1] }, 'InvalidParameterCombinationException'],
    [
      { ...good, Timestamp: new Date(Date.now() - 15 * 24 * 60 * minuteMs) },
      'InvalidParameterValueException',
    ],
    [
      { ...good, Timestamp: new Date(Date.now() + 3 * 60 * minuteMs) },
      'InvalidParameterValueException',
    ],
    [{ ...good, StorageResolution: 30 }, 'InvalidParameterValueException'],
  ];
  for (const [datum, name] of calls) {
    await failsWith(t, () => putData(cloudwatch, namespace, good, datum), name, 400);
  }
  const reserved = () => putData(cloudwatch, 'AWS/Lambda', good);
  await failsWith(t, reserved, 'InvalidParameterValueException', 400);
  t.deepEqual(await statistics(cloudwatch, namespace, ['Sum']), []);
});

test('a thousand data in one compressed request are all counted', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const Namespace = newNamespace();
  const MetricData = Array.from({ length: 1000 }, (_, index) => ({
    MetricName: 'M',
    Timestamp: minuteAgo(2),
    Value: index,
  }));
  await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  const [point] = await statistics(cloudwatch, Namespace, ['SampleCount', 'Sum']);
  t.is(point?.SampleCount, 1000);
  t.is(point?.Sum, 499_500);
});
