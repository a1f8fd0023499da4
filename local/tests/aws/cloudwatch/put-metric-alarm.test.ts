import { randomUUID } from 'node:crypto';
import {
  type AlarmType,
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import test, { type ExecutionContext } from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { minuteAgo, minuteMs, newNamespace, putData } from './_metrics.ts';

/** Goes off when `M` sums up to 3 or more in each of two minutes. */
async function putAlarm(
  t: ExecutionContext,
  cloudwatch: CloudWatchClient,
  changes: Partial<PutMetricAlarmCommandInput> = {},
) {
  const input: PutMetricAlarmCommandInput = {
    AlarmName: `alarm-${randomUUID()}`,
    Namespace: newNamespace(),
    MetricName: 'M',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 3,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    ...changes,
  };
  await cloudwatch.send(new PutMetricAlarmCommand(input));
  const AlarmNames = [input.AlarmName ?? ''];
  t.teardown(() => cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames })).catch(() => undefined));
  return { name: input.AlarmName ?? '', namespace: input.Namespace ?? '', input };
}

async function describe(cloudwatch: CloudWatchClient, name: string) {
  const described = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [alarm] = described.MetricAlarms ?? [];
  if (alarm === undefined) {
    throw new Error(`There is no alarm ${name}.`);
  }
  return alarm;
}

test('a new alarm has insufficient data, and is described as it was put', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const { name, input } = await putAlarm(t, cloudwatch, {
    AlarmDescription: 'errors of PROD',
    DatapointsToAlarm: 1,
    TreatMissingData: 'missing',
    Dimensions: [{ Name: 'FunctionName', Value: 'greeting' }],
    AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:pager'],
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const alarm = await describe(cloudwatch, name);
  t.is(alarm.StateValue, 'INSUFFICIENT_DATA');
  t.is(alarm.ActionsEnabled, true);
  t.true(alarm.StateUpdatedTimestamp instanceof Date);
  for (const member of [
    'AlarmDescription',
    'Namespace',
    'MetricName',
    'Statistic',
    'Dimensions',
    'Period',
    'EvaluationPeriods',
    'DatapointsToAlarm',
    'Threshold',
    'ComparisonOperator',
    'TreatMissingData',
    'AlarmActions',
  ] as const) {
    t.deepEqual(alarm[member], input[member], member);
  }
  const tags = await cloudwatch.send(
    new ListTagsForResourceCommand({ ResourceARN: alarm.AlarmArn }),
  );
  t.deepEqual(tags.Tags, [{ Key: 'team', Value: 'a' }]);
});

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
    t.regex(alarming.StateReason ?? '', /2 out of the last 2 datapoints \[4, 5\] were greater/);
    t.is(alarming.StateUpdatedTimestamp?.getTime(), now);

    now += minuteMs;
    await report(1, 0);
    const calm = await describe(cloudwatch, name);
    t.is(calm.StateValue, 'OK');
    t.regex(calm.StateReason ?? '', /1 out of the last 2 datapoints \[0\] was not greater/);

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

testEmbedded('a state that was set by hand holds until a later period has data', async (t) => {
  let now = minuteAgo(0).getTime() + 5000;
  const { cloudwatch } = (await startEmbedded(t, { now: () => now })).clients;
  const { name, namespace } = await putAlarm(t, cloudwatch, { EvaluationPeriods: 1 });
  const report = (Value: number) =>
    putData(cloudwatch, namespace, {
      MetricName: 'M',
      Timestamp: new Date(now - minuteMs),
      Value,
    });
  await report(0);
  t.is((await describe(cloudwatch, name)).StateValue, 'OK');
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'drill' }),
  );
  now += 2 * minuteMs;
  const drill = await describe(cloudwatch, name);
  t.is(drill.StateValue, 'ALARM');
  t.is(drill.StateReason, 'drill');
  await report(0);
  t.is((await describe(cloudwatch, name)).StateValue, 'OK');
  now += 10 * minuteMs;
  t.is((await describe(cloudwatch, name)).StateValue, 'INSUFFICIENT_DATA', 'the drill is over');
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

test('putting an alarm again keeps its state and replaces everything else', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const { name, input } = await putAlarm(t, cloudwatch, { AlarmDescription: 'old' });
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'drill' }),
  );
  await cloudwatch.send(
    new PutMetricAlarmCommand({ ...input, AlarmDescription: undefined, Threshold: 9 }),
  );
  const alarm = await describe(cloudwatch, name);
  t.is(alarm.StateValue, 'ALARM');
  t.is(alarm.Threshold, 9);
  t.is(alarm.AlarmDescription, undefined);
});

test('alarms are described by prefix, state and metric, page by page', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const prefix = `pages-${randomUUID()}`;
  const namespace = newNamespace();
  for (const letter of ['c', 'a', 'b']) {
    await putAlarm(t, cloudwatch, { AlarmName: `${prefix}-${letter}`, Namespace: namespace });
  }
  await cloudwatch.send(
    new SetAlarmStateCommand({
      AlarmName: `${prefix}-b`,
      StateValue: 'ALARM',
      StateReason: 'drill',
    }),
  );
  const pages: string[][] = [];
  const query = { AlarmNamePrefix: prefix };
  const config = { client: cloudwatch, pageSize: 2 };
  for await (const page of paginateDescribeAlarms(config, { ...query })) {
    pages.push((page.MetricAlarms ?? []).map((alarm) => alarm.AlarmName ?? ''));
  }
  t.deepEqual(pages, [[`${prefix}-a`, `${prefix}-b`], [`${prefix}-c`]]);
  const alarming = await cloudwatch.send(
    new DescribeAlarmsCommand({ ...query, StateValue: 'ALARM' }),
  );
  t.deepEqual(
    alarming.MetricAlarms?.map((alarm) => alarm.AlarmName),
    [`${prefix}-b`],
  );
  const ofMetric = await cloudwatch.send(
    new DescribeAlarmsForMetricCommand({ Namespace: namespace, MetricName: 'M' }),
  );
  t.is(ofMetric.MetricAlarms?.length, 3);
});

test('metric and composite alarms are described in one call, by a hundred names at most', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const { name } = await putAlarm(t, cloudwatch);
  const AlarmTypes: AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];
  const ask = (AlarmNames: string[], types = AlarmTypes) =>
    cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: types }));
  const others = Array.from({ length: 100 }, () => randomUUID());
  const found = await ask([name, ...others.slice(1)]);
  t.deepEqual(
    found.MetricAlarms?.map(({ AlarmName }) => AlarmName),
    [name],
  );
  t.deepEqual(found.CompositeAlarms, []);
  t.deepEqual((await ask([name], ['CompositeAlarm'])).MetricAlarms, []);
  await failsWith(t, () => ask([name, ...others]), 'ValidationException', 400);
});

test('actions can be disabled and enabled', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const { name } = await putAlarm(t, cloudwatch);
  await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [name] }));
  t.false((await describe(cloudwatch, name)).ActionsEnabled);
  await cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames: [name] }));
  t.true((await describe(cloudwatch, name)).ActionsEnabled);
});

test('an alarm that does not exist cannot be set or deleted, and no other is deleted with it', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const { name } = await putAlarm(t, cloudwatch);
  const remove = new DeleteAlarmsCommand({ AlarmNames: [name, `${name}-none`] });
  await failsWith(t, () => cloudwatch.send(remove), 'ResourceNotFound', 404);
  t.is((await describe(cloudwatch, name)).AlarmName, name);
  const set = new SetAlarmStateCommand({
    AlarmName: `${name}-none`,
    StateValue: 'OK',
    StateReason: 'x',
  });
  await failsWith(t, () => cloudwatch.send(set), 'ResourceNotFound', 404);
});

for (const [what, changes] of [
  ['more datapoints to alarm than periods', { DatapointsToAlarm: 3 }],
  ['a period of 90 seconds', { Period: 90 }],
  ['more than a day to look at', { Period: 600, EvaluationPeriods: 145 }],
  ['neither statistic', { Statistic: undefined }],
  ['no threshold', { Threshold: undefined }],
] as const) {
  test(`an alarm with ${what} is a validation error`, async (t) => {
    const { cloudwatch } = (await startEmbedded(t)).clients;
    await failsWith(t, () => putAlarm(t, cloudwatch, changes), 'ValidationException', 400);
  });
}

test('alarms on metric math and anomaly detection are refused by name', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const math = () => putAlarm(t, cloudwatch, { Metrics: [{ Id: 'e', Expression: 'm1 / m2' }] });
  await failsWith(t, math, 'NotImplemented', 501, /Metrics/);
  const anomaly = () =>
    putAlarm(t, cloudwatch, { ComparisonOperator: 'GreaterThanUpperThreshold' });
  await failsWith(t, anomaly, 'NotImplemented', 501, /anomaly/);
});
