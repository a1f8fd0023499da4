import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { minuteAgo, minuteMs, newNamespace, putData, statistics } from './_metrics.ts';

test('values are summed up by the minute they were reported for', async (t) => {
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

test('dimensions in another order are the same metric, other dimensions are not', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  const a = { Name: 'a', Value: '1' };
  const b = { Name: 'b', Value: '2' };
  const datum = (Dimensions: MetricDatum['Dimensions']): MetricDatum => ({
    MetricName: 'M',
    Timestamp: minuteAgo(2),
    Value: 1,
    ...(Dimensions === undefined ? {} : { Dimensions }),
  });
  await putData(cloudwatch, namespace, datum([a, b]), datum([b, a]), datum([a]), datum(undefined));
  const sum = async (Dimensions: { Name: string; Value: string }[]) =>
    (
      await cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: namespace,
          MetricName: 'M',
          Dimensions,
          StartTime: minuteAgo(5),
          EndTime: minuteAgo(0),
          Period: 300,
          Statistics: ['Sum'],
        }),
      )
    ).Datapoints?.map((point) => point.Sum);
  t.deepEqual(await sum([b, a]), [2]);
  t.deepEqual(await sum([a]), [1]);
  t.deepEqual(await sum([]), [1]);
  t.deepEqual(await sum([b]), []);
  const listed = await cloudwatch.send(
    new ListMetricsCommand({ Namespace: namespace, Dimensions: [{ Name: 'a' }] }),
  );
  t.is(listed.Metrics?.length, 2);
  const exact = await cloudwatch.send(
    new ListMetricsCommand({ Namespace: namespace, MetricName: 'M', Dimensions: [b] }),
  );
  t.is(exact.Metrics?.length, 1);
});

test('periods are counted from the start of the request, rounded down to the minute', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  for (const ago of [6, 5, 4, 3]) {
    await putData(cloudwatch, namespace, {
      MetricName: 'M',
      Timestamp: minuteAgo(ago),
      Value: ago,
    });
  }
  const { Datapoints } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: 'M',
      StartTime: new Date(minuteAgo(5).getTime() + 30_000),
      EndTime: minuteAgo(3),
      Period: 120,
      Statistics: ['Sum'],
    }),
  );
  t.deepEqual(
    Datapoints?.map((point) => [point.Timestamp, point.Sum]),
    [[minuteAgo(5), 9]],
  );
});

test('high resolution data can be read by the second', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  const start = minuteAgo(2).getTime();
  for (const second of [1, 5, 11]) {
    await putData(cloudwatch, namespace, {
      MetricName: 'M',
      Timestamp: new Date(start + second * 1000),
      Value: 1,
      StorageResolution: 1,
    });
  }
  const { Datapoints } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: 'M',
      StartTime: new Date(start),
      EndTime: new Date(start + 20_000),
      Period: 10,
      Statistics: ['Sum'],
    }),
  );
  t.deepEqual(Datapoints?.map((point) => point.Sum).sort(), [1, 2]);
});

test('GetMetricData answers several queries, newest first, page by page', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  for (const ago of [4, 3, 2]) {
    const Timestamp = minuteAgo(ago);
    await putData(cloudwatch, namespace, { MetricName: 'M', Timestamp, Value: ago });
    await putData(cloudwatch, namespace, { MetricName: 'N', Timestamp, Value: ago * 10 });
  }
  const query = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: namespace, MetricName }, Period: 60, Stat: 'Average' },
  });
  const request = {
    MetricDataQueries: [query('m', 'M'), query('n', 'N')],
    StartTime: minuteAgo(5),
    EndTime: minuteAgo(1),
  };
  const { MetricDataResults } = await cloudwatch.send(new GetMetricDataCommand(request));
  t.deepEqual(
    MetricDataResults?.map(({ Id, Label, Values, StatusCode }) => [Id, Label, Values, StatusCode]),
    [
      ['m', 'M', [2, 3, 4], 'Complete'],
      ['n', 'N', [20, 30, 40], 'Complete'],
    ],
  );
  t.deepEqual(MetricDataResults?.[0]?.Timestamps?.[0], minuteAgo(2));
  const collected: number[] = [];
  const pages = paginateGetMetricData(
    { client: cloudwatch },
    { ...request, MaxDatapoints: 2, ScanBy: 'TimestampAscending' },
  );
  for await (const page of pages) {
    const values = (page.MetricDataResults ?? []).flatMap((result) => result.Values ?? []);
    t.true(values.length <= 2);
    collected.push(...values);
  }
  t.deepEqual(collected, [4, 3, 2, 40, 30, 20]);
});

test('metric math is refused by name', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const call = new GetMetricDataCommand({
    MetricDataQueries: [{ Id: 'e', Expression: 'm1 / m2' }],
    StartTime: minuteAgo(5),
    EndTime: minuteAgo(1),
  });
  await failsWith(t, () => cloudwatch.send(call), 'NotImplemented', 501, /GetMetricData/);
});

test('a request that cannot be answered names its fault', async (t) => {
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
