import {
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type CloudWatchClient,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { readAlarms } from '../../../../runner/aws/alarm-states.ts';
import { startEmbedded } from '../../../../local/tests/_helpers/embedded.ts';

async function putAlarm(
  cloudWatch: CloudWatchClient,
  AlarmName: string,
  state: StateValue,
): Promise<void> {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    }),
  );
  await cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName, StateValue: state, StateReason: 'test' }),
  );
}

test('alarms are red, missing, or neither, in the order of the names', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  await putAlarm(cloudwatch, 'a-red', 'ALARM');
  await putAlarm(cloudwatch, 'b-red', 'ALARM');
  await putAlarm(cloudwatch, 'calm', 'OK');
  await putAlarm(cloudwatch, 'silent', 'INSUFFICIENT_DATA');
  await putAlarm(cloudwatch, 'not-asked-for', 'ALARM');
  t.deepEqual(
    await readAlarms(cloudwatch, ['z-gone', 'b-red', 'silent', 'a-red', 'calm', 'gone', 'b-red']),
    { red: ['b-red', 'a-red'], missing: ['z-gone', 'gone'] },
  );
});

test('no names are no alarms, and no call', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  await putAlarm(clients.cloudwatch, 'red', 'ALARM');
  const before = aws.calls.list().length;
  t.deepEqual(await readAlarms(clients.cloudwatch, []), { red: [], missing: [] });
  t.is(aws.calls.list().length, before);
});

test('more than a hundred names are read in calls of a hundred', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const names = Array.from({ length: 101 }, (_, index) => `alarm-${String(index)}`);
  await Promise.all(names.map((name) => putAlarm(cloudwatch, name, 'ALARM')));
  t.deepEqual(await readAlarms(cloudwatch, [...names, 'gone']), { red: names, missing: ['gone'] });
});
