import { randomUUID } from 'node:crypto';
import {
  type AlarmType,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  SetAlarmStateCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { newNamespace } from './_metrics.ts';
import { putAlarm } from './_alarms.ts';

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
