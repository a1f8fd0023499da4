import { GetMetricDataCommand, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { minuteAgo, newNamespace, putData } from './_metrics.ts';

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
