import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { putAlarm } from './_alarms.ts';

test('a composite alarm has the state that its rule says', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  const one = await putAlarm(t, cloudwatch, { TreatMissingData: 'ignore' });
  const two = await putAlarm(t, cloudwatch, { TreatMissingData: 'ignore' });
  const name = `composite-${one.name}`;
  await cloudwatch.send(
    new PutCompositeAlarmCommand({
      AlarmName: name,
      AlarmRule: `ALARM(${one.name}) AND NOT (OK("${two.name}") OR FALSE)`,
      Tags: [{ Key: 'team', Value: 'a' }],
    }),
  );
  t.teardown(() => cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] })));
  const described = async () => {
    const { CompositeAlarms, MetricAlarms } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] }),
    );
    t.deepEqual(MetricAlarms, []);
    return CompositeAlarms?.[0];
  };
  const set = (AlarmName: string, StateValue: 'OK' | 'ALARM') =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'drill' }));
  t.is((await described())?.StateValue, 'OK');
  await set(one.name, 'ALARM');
  const alarming = await described();
  t.is(alarming?.StateValue, 'ALARM');
  await set(two.name, 'OK');
  t.is((await described())?.StateValue, 'OK');
  const tags = await cloudwatch.send(
    new ListTagsForResourceCommand({ ResourceARN: alarming?.AlarmArn }),
  );
  t.deepEqual(tags.Tags, [{ Key: 'team', Value: 'a' }]);
  const plain = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  t.deepEqual(plain.CompositeAlarms, [], 'only metric alarms without a type');
});

test('a rule that cannot be read, or names no alarm, is refused', async (t) => {
  const { cloudwatch } = (await startEmbedded(t)).clients;
  for (const AlarmRule of ['ALARM(none)', 'TRUE AND', 'MAYBE', 'TRUE FALSE', '(TRUE']) {
    const call = new PutCompositeAlarmCommand({ AlarmName: 'broken', AlarmRule });
    await failsWith(t, () => cloudwatch.send(call), 'ValidationException', 400);
  }
});
