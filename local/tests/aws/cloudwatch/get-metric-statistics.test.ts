import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { minutesBeforeNow, newNamespace, putData } from './_metrics.ts';

test('periods are counted from the start of the request, rounded down to the minute', async (t) => {
  const minuteAgo = minutesBeforeNow();
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
  const minuteAgo = minutesBeforeNow();
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

test('exactly a day can be read by the minute, whenever it begins', async (t) => {
  const minuteAgo = minutesBeforeNow();
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const read = (seconds: number) => {
    const StartTime = new Date(minuteAgo(3).getTime() + 30_000);
    const EndTime = new Date(StartTime.getTime() + seconds * 1000);
    const request = { StartTime, EndTime, Period: 60, Statistics: ['Sum' as const] };
    return cloudwatch.send(
      new GetMetricStatisticsCommand({ Namespace: newNamespace(), MetricName: 'M', ...request }),
    );
  };
  await t.notThrowsAsync(read(86_400));
  await t.throwsAsync(read(86_460), { message: /1441 datapoints/ });
});
