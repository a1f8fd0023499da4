import { toDimensionList } from './fields.ts';
import type { Alarm, CompositeAlarm } from './state.ts';
import { isPercentile } from './statistics.ts';

function baseView(alarm: Alarm | CompositeAlarm): Record<string, unknown> {
  return {
    AlarmName: alarm.alarmName,
    AlarmArn: alarm.alarmArn,
    AlarmDescription: alarm.alarmDescription,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.alarmConfigurationUpdatedTimestamp),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.okActions,
    AlarmActions: alarm.alarmActions,
    InsufficientDataActions: alarm.insufficientDataActions,
    StateValue: alarm.stateValue,
    StateReason: alarm.stateReason,
    StateReasonData: alarm.stateReasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedTimestamp),
    StateTransitionedTimestamp: new Date(alarm.stateTransitionedTimestamp),
  };
}

export function compositeAlarmView(alarm: CompositeAlarm): Record<string, unknown> {
  return { ...baseView(alarm), AlarmRule: alarm.alarmRule };
}

/** An alarm as DescribeAlarms shows it. */
export function alarmView(alarm: Alarm): Record<string, unknown> {
  return {
    ...baseView(alarm),
    Namespace: alarm.namespace,
    MetricName: alarm.metricName,
    Dimensions: toDimensionList(alarm.dimensions),
    ...(isPercentile(alarm.statistic)
      ? { ExtendedStatistic: alarm.statistic }
      : { Statistic: alarm.statistic }),
    Period: alarm.period,
    Unit: alarm.unit,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile,
  };
}
