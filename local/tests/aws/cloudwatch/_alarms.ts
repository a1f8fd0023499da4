import { randomUUID } from 'node:crypto';
import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { type ExecutionContext } from 'ava';
import { newNamespace } from './_metrics.ts';

/** Goes off when `M` sums up to 3 or more in each of two minutes. */
export async function putAlarm(
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

export async function describe(cloudwatch: CloudWatchClient, name: string) {
  const described = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [alarm] = described.MetricAlarms ?? [];
  if (alarm === undefined) {
    throw new Error(`There is no alarm ${name}.`);
  }
  return alarm;
}
