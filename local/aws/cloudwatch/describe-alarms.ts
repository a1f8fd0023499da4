import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { integer, list, number } from '../rpc/fields.ts';
import { byKey, cutPage } from '../rpc/paging.ts';
import { alarmView, compositeAlarmView } from './views.ts';
import { defineAlarms, invalidCombination, invalidNextToken } from './errors.ts';
import * as field from './fields.ts';
import { metricKey } from './metric-record.ts';
import { refreshAlarms } from './refresh-alarms.ts';
import { refreshCompositeAlarms } from './composite-alarms.ts';
import type { Alarm, CompositeAlarm } from './state.ts';

const stateValue = z.enum(['INSUFFICIENT_DATA', 'ALARM', 'OK']);

const describeAlarms = defineAlarms({
  name: 'DescribeAlarms',
  writes: false,
  input: z.object({
    AlarmNames: list(z.string().min(1).max(255))
      .refine((names) => names.length <= 100, 'At most 100 names.')
      .optional(),
    AlarmNamePrefix: z.string().min(1).max(255).optional(),
    AlarmTypes: list(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])).default([]),
    StateValue: stateValue.optional(),
    ActionPrefix: z.string().min(1).max(1024).optional(),
    ChildrenOfAlarmName: z.string().optional(),
    ParentsOfAlarmName: z.string().optional(),
    MaxRecords: integer(1, 100).default(50),
    NextToken: field.nextToken,
  }),
  run: async (input, region) => {
    const { AlarmNames: names, AlarmNamePrefix: prefix } = input;
    if (names !== undefined && prefix !== undefined) {
      throw invalidCombination('AlarmNames and AlarmNamePrefix are mutually exclusive.');
    }
    if ((input.ChildrenOfAlarmName ?? input.ParentsOfAlarmName) !== undefined) {
      throw notImplemented('monitoring:DescribeAlarms of parents or children of an alarm');
    }
    const wantsMetricAlarms =
      input.AlarmTypes.length === 0 || input.AlarmTypes.includes('MetricAlarm');
    const named = Object.values(region.state.cloudwatch.alarms).filter(
      (alarm) =>
        wantsMetricAlarms &&
        (names?.includes(alarm.alarmName) ?? true) &&
        alarm.alarmName.startsWith(prefix ?? ''),
    );
    await refreshAlarms(region, named);
    const composites = input.AlarmTypes.includes('CompositeAlarm')
      ? (await refreshCompositeAlarms(region)).filter(
          ({ alarmName }) =>
            (names?.includes(alarmName) ?? true) && alarmName.startsWith(prefix ?? ''),
        )
      : [];
    const found = [...named, ...composites].filter(
      (alarm) =>
        alarm.stateValue === (input.StateValue ?? alarm.stateValue) &&
        (input.ActionPrefix === undefined || hasAction(alarm, input.ActionPrefix)),
    );
    return pageOf(found, input.MaxRecords, input.NextToken);
  },
});

function hasAction(alarm: Alarm | CompositeAlarm, prefix: string): boolean {
  return [...alarm.alarmActions, ...alarm.okActions, ...alarm.insufficientDataActions].some(
    (action) => action.startsWith(prefix),
  );
}

function isComposite(alarm: Alarm | CompositeAlarm): alarm is CompositeAlarm {
  return 'alarmRule' in alarm;
}

function pageOf(
  found: readonly (Alarm | CompositeAlarm)[],
  size: number,
  token: string | undefined,
): Record<string, unknown> {
  const nameOf = (alarm: Alarm | CompositeAlarm): string => alarm.alarmName;
  const page = cutPage([...found].sort(byKey(nameOf)), nameOf, size, token);
  if (page === undefined) {
    throw invalidNextToken();
  }
  return {
    MetricAlarms: page.items.filter((alarm): alarm is Alarm => !isComposite(alarm)).map(alarmView),
    CompositeAlarms: page.items.filter(isComposite).map(compositeAlarmView),
    ...(page.next === undefined ? {} : { NextToken: page.next }),
  };
}

const describeAlarmsForMetric = defineAlarms({
  name: 'DescribeAlarmsForMetric',
  writes: false,
  input: z.object({
    MetricName: field.metricName,
    Namespace: field.namespace,
    Statistic: z.string().optional(),
    ExtendedStatistic: z.string().optional(),
    Dimensions: field.dimensions.prefault([]),
    Period: number.optional(),
    Unit: field.unit.optional(),
  }),
  run: async (input, region) => {
    const alarms = findForMetric(region, {
      namespace: input.Namespace,
      metricName: input.MetricName,
      dimensions: input.Dimensions,
    }).filter(
      (alarm) =>
        alarm.statistic === (input.Statistic ?? input.ExtendedStatistic ?? alarm.statistic) &&
        alarm.period === (input.Period ?? alarm.period) &&
        alarm.unit === (input.Unit ?? alarm.unit),
    );
    await refreshAlarms(region, alarms);
    return { MetricAlarms: alarms.map(alarmView) };
  },
});

type MetricOfAlarm = Pick<Alarm, 'namespace' | 'metricName' | 'dimensions'>;

function findForMetric(region: Region, wanted: MetricOfAlarm): readonly Alarm[] {
  const keyOf = ({ namespace, metricName, dimensions }: MetricOfAlarm): string =>
    metricKey({ namespace, name: metricName, dimensions });
  const key = keyOf(wanted);
  return Object.values(region.state.cloudwatch.alarms).filter((alarm) => keyOf(alarm) === key);
}

export const describeAlarmsOperations: readonly RpcOperation[] = [
  describeAlarms,
  describeAlarmsForMetric,
];
