import {
  DeleteAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { minuteAgo, minuteMs, putData } from './_metrics.ts';
import { putAlarm, describe } from './_alarms.ts';

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
