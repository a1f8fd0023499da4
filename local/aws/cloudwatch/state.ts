import { byName, type ByName } from '../by-name.ts';

/** CloudWatch alarms of one account and region. Metrics are in the `MetricStore`. */
export interface CloudWatchState {
  /** By alarm name. */
  readonly alarms: ByName<Alarm>;
  /** By alarm name. */
  readonly compositeAlarms: ByName<CompositeAlarm>;
}

export type AlarmStateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type TreatMissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';
export type ComparisonOperator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** What every alarm has. Times are milliseconds since the epoch. */
interface AlarmBase {
  alarmName: string;
  alarmArn: string;
  alarmDescription?: string;
  alarmConfigurationUpdatedTimestamp: number;
  actionsEnabled: boolean;
  okActions: string[];
  alarmActions: string[];
  insufficientDataActions: string[];
  tags: ByName<string>;
  stateValue: AlarmStateValue;
  stateReason: string;
  /** JSON text. */
  stateReasonData?: string;
  stateUpdatedTimestamp: number;
  stateTransitionedTimestamp: number;
}

/** An alarm on the states of others. */
export interface CompositeAlarm extends AlarmBase {
  alarmRule: string;
}

/** A metric alarm. */
export interface Alarm extends AlarmBase {
  namespace: string;
  metricName: string;
  dimensions: ByName<string>;
  /** `Sum`, or a percentile such as `p99.9`. */
  statistic: string;
  /** Seconds. */
  period: number;
  unit?: string;
  evaluationPeriods: number;
  /** The M of "M out of N"; left out: all of `evaluationPeriods`. */
  datapointsToAlarm?: number;
  threshold: number;
  comparisonOperator: ComparisonOperator;
  treatMissingData?: TreatMissingData;
  evaluateLowSampleCountPercentile?: string;
  /** When SetAlarmState overrode the state: it holds until a period that ends later has data. */
  overriddenAt?: number;
}

/** The state of a region without alarms. */
export function emptyCloudWatchState(): CloudWatchState {
  return { alarms: byName(), compositeAlarms: byName() };
}
