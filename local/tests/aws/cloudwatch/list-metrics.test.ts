import {
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { minuteAgo, newNamespace, putData } from './_metrics.ts';

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
