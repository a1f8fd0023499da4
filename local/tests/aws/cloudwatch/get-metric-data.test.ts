import {
  GetMetricDataCommand,
  paginateGetMetricData,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import test, { type ExecutionContext } from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { minutesBeforeNow, newNamespace, putData } from './_metrics.ts';

test('GetMetricData answers several queries, newest first, page by page', async (t) => {
  const minuteAgo = minutesBeforeNow();
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

test('metrics insights and unknown functions are refused by name', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  for (const Expression of ['SELECT AVG(a) FROM b', 'ANOMALY_DETECTION_BAND([])']) {
    const call = new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'e', Expression }],
      StartTime: minuteAgo(5),
      EndTime: minuteAgo(1),
    });
    await failsWith(t, () => cloudwatch.send(call), 'NotImplemented', 501, /GetMetricData/);
  }
});

async function withTwoMetrics(t: ExecutionContext) {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const namespace = newNamespace();
  for (const ago of [3, 2]) {
    const Timestamp = minuteAgo(ago);
    await putData(cloudwatch, namespace, { MetricName: 'M', Timestamp, Value: ago });
    await putData(cloudwatch, namespace, { MetricName: 'N', Timestamp, Value: ago * 10 });
  }
  const metric = (Id: string, MetricName: string, Stat = 'Sum', Period = 60) => ({
    Id,
    MetricStat: { Metric: { Namespace: namespace, MetricName }, Period, Stat },
  });
  const read = async (...MetricDataQueries: MetricDataQuery[]) => {
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: minuteAgo(5),
        EndTime: minuteAgo(1),
        ScanBy: 'TimestampAscending',
      }),
    );
    return MetricDataResults ?? [];
  };
  return { cloudwatch, namespace, metric, read };
}

test('an expression computes with metrics, and with other expressions', async (t) => {
  const { metric, read } = await withTwoMetrics(t);
  const m = { ...metric('m', 'M'), ReturnData: false };
  const n = { ...metric('n', 'N'), ReturnData: false };
  const expected = {
    'n / m': [10, 10],
    '100 * (m + 1) - n': [370, 280],
    'SUM([m, n])': [33, 22],
    'SUM(METRICS())': [33, 22],
    'MAX([m, n]) - m': [27, 18],
    'n / SUM(m)': [6, 4],
    'm > 2': [1, 0],
    '-m': [-3, -2],
    'e2 * 2': [60, 40],
  };
  for (const [Expression, values] of Object.entries(expected)) {
    const inner = { Id: 'e2', Expression: 'n', ReturnData: false };
    const [result] = await read(m, n, inner, { Id: 'e1', Expression });
    t.deepEqual(result?.Values, values, Expression);
    t.is(result?.Label, 'e1');
  }
});

test('what is divided by zero, or computed of nothing, is no datapoint', async (t) => {
  const { metric, read } = await withTwoMetrics(t);
  const m = { ...metric('m', 'M'), ReturnData: false };
  const none = { ...metric('none', 'None'), ReturnData: false };
  for (const Expression of ['m / 0', '1 / (m - m)', 'MAX(none) + m', 'AVG(none) * m']) {
    const [result] = await read(m, none, { Id: 'e', Expression });
    t.deepEqual([result?.Values, result?.Timestamps], [[], []], Expression);
  }
});

test('an expression that cannot be read, or refers to what is not there, is refused', async (t) => {
  const { metric, read } = await withTwoMetrics(t);
  for (const Expression of ['m +', 'm m', 'none * 2', 'e', 'SUM(m']) {
    const call = () => read(metric('m', 'M'), { Id: 'e', Expression });
    await failsWith(t, call, 'ValidationException', 400);
  }
});

test('labels tell queries apart that differ in statistic or period', async (t) => {
  const { metric, read } = await withTwoMetrics(t);
  const labels = async (...queries: MetricDataQuery[]) =>
    (await read(...queries)).map(({ Label }) => Label);
  t.deepEqual(await labels(metric('a', 'M'), metric('b', 'N')), ['M', 'N']);
  t.deepEqual(await labels(metric('a', 'M'), metric('b', 'M', 'Average')), ['M Sum', 'M Average']);
  t.deepEqual(await labels(metric('a', 'M'), metric('b', 'M', 'Average', 120)), [
    'M Sum 60',
    'M Average 120',
  ]);
});

test('a metric of several units gives the values of one, and says so', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch, namespace, metric, read } = await withTwoMetrics(t);
  const Timestamp = minuteAgo(2);
  const bytes = { MetricName: 'M', Timestamp, Value: 500, Unit: 'Bytes' as const };
  await putData(cloudwatch, namespace, bytes);
  const [result] = await read(metric('m', 'M'));
  t.deepEqual(result?.Values, [500], 'the first by name');
  t.deepEqual(result?.Messages, [
    { Code: 'MultipleUnits', Value: "Multiple units returned: '[Bytes, None]'" },
  ]);
  const one = metric('m', 'M');
  const asked = { ...one, MetricStat: { ...one.MetricStat, Unit: 'Bytes' as const } };
  t.deepEqual((await read(asked))[0]?.Values, [500]);
});
