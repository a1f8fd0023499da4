import {
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { putAlarm, describe } from './_alarms.ts';

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
    putAlarm(t, cloudwatch, {
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'band',
    });
  await failsWith(t, anomaly, 'NotImplemented', 501, /ThresholdMetricId/);
});
