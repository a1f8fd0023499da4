import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { minuteAgo, minuteMs, putData } from './_metrics.ts';
import { putAlarm, describe } from './_alarms.ts';

testEmbedded(
  'an alarm goes off when enough minutes breach, says why, and calms down',
  async (t) => {
    let now = minuteAgo(0).getTime() + 5000;
    const { cloudwatch } = (await startEmbedded(t, { now: () => now })).clients;
    const { name, namespace } = await putAlarm(t, cloudwatch);
    const report = (ago: number, Value: number) =>
      putData(cloudwatch, namespace, { MetricName: 'M', Timestamp: minuteAgo(ago, now), Value });

    await report(2, 1);
    await report(1, 5);
    t.is((await describe(cloudwatch, name)).StateValue, 'OK');

    await report(0, 4);
    t.is((await describe(cloudwatch, name)).StateValue, 'OK', 'the minute is not over');
    now += minuteMs;
    const alarming = await describe(cloudwatch, name);
    t.is(alarming.StateValue, 'ALARM');
    t.regex(
      alarming.StateReason ?? '',
      /^Threshold Crossed: 2 datapoints \[4\.0 \(.*\), 5\.0 \(.*\)\] were greater than or equal to the threshold \(3\.0\)\.$/,
    );
    t.is(alarming.StateUpdatedTimestamp?.getTime(), now);

    now += minuteMs;
    await report(1, 0);
    const calm = await describe(cloudwatch, name);
    t.is(calm.StateValue, 'OK');
    t.regex(
      calm.StateReason ?? '',
      /: 1 datapoint \[0\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:00\)\] was not greater/,
    );

    now += 10 * minuteMs;
    t.is((await describe(cloudwatch, name)).StateValue, 'INSUFFICIENT_DATA');
  },
);

testEmbedded('missing data are treated as the alarm says', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const states = [];
  for (const TreatMissingData of ['breaching', 'notBreaching', 'ignore', 'missing']) {
    const { name } = await putAlarm(t, cloudwatch, { TreatMissingData });
    states.push((await describe(cloudwatch, name)).StateValue);
  }
  t.deepEqual(states, ['ALARM', 'OK', 'INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
});

testEmbedded('an alarm on a percentile watches that percentile', async (t) => {
  const now = minuteAgo(0).getTime() + 5000;
  const { cloudwatch } = (await startEmbedded(t, { now: () => now })).clients;
  const percentile = { Statistic: undefined, EvaluationPeriods: 1, Threshold: 100 };
  const slow = await putAlarm(t, cloudwatch, { ...percentile, ExtendedStatistic: 'p99' });
  const median = await putAlarm(t, cloudwatch, {
    ...percentile,
    ExtendedStatistic: 'p50',
    Namespace: slow.namespace,
  });
  await putData(cloudwatch, slow.namespace, {
    MetricName: 'M',
    Timestamp: minuteAgo(1, now),
    Values: [10, 500],
    Counts: [90, 10],
  });
  t.is((await describe(cloudwatch, slow.name)).StateValue, 'ALARM');
  t.is((await describe(cloudwatch, slow.name)).ExtendedStatistic, 'p99');
  t.is((await describe(cloudwatch, median.name)).StateValue, 'OK');
});

testEmbedded('an alarm on M out of N says so, and what it looked at', async (t) => {
  const now = minuteAgo(0).getTime() + 5000;
  const { cloudwatch } = (await startEmbedded(t, { now: () => now })).clients;
  const { name, namespace } = await putAlarm(t, cloudwatch, {
    DatapointsToAlarm: 1,
    Unit: 'Count',
  });
  const Timestamp = minuteAgo(1, now);
  await putData(cloudwatch, namespace, { MetricName: 'M', Timestamp, Value: 5, Unit: 'Count' });
  const { StateReason = '', StateReasonData = '{}' } = await describe(cloudwatch, name);
  t.regex(
    StateReason,
    /1 out of the last 1 datapoint \[.*\] was .* \(minimum 1 datapoint for OK -> ALARM transition\)\.$/,
  );
  const timestamp = Timestamp.toISOString().replace('Z', '+0000');
  t.like(JSON.parse(StateReasonData), {
    version: '1.0',
    startDate: timestamp,
    unit: 'Count',
    statistic: 'Sum',
    period: 60,
    recentDatapoints: [5],
    threshold: 3,
    evaluatedDatapoints: [{ timestamp, sampleCount: 1, value: 5 }],
  });
});

testEmbedded('an alarm with a period of ten seconds sees a value of its minute', async (t) => {
  let now = minuteAgo(0).getTime() + 5000;
  const { cloudwatch } = (await startEmbedded(t, { now: () => now })).clients;
  const { name, namespace } = await putAlarm(t, cloudwatch, { Period: 10, EvaluationPeriods: 1 });
  now += 47_000;
  await putData(cloudwatch, namespace, { MetricName: 'M', Timestamp: new Date(now), Value: 5 });
  now += 6000;
  t.is((await describe(cloudwatch, name)).StateValue, 'ALARM');
});
