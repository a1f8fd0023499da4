import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { boolean, integer, list, number, tagList } from '../rpc/fields.ts';
import { defineAlarms, invalidCombination, validationError } from './errors.ts';
import * as field from './fields.ts';
import type { Alarm } from './state.ts';
import { isPercentile, simpleStatistics } from './statistics.ts';

const secondsPerDay = 86_400;
const actions = list(z.string().min(1).max(1024)).refine(
  (all) => all.length <= 5,
  'At most 5 actions.',
);

const input = z.object({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: boolean.default(true),
  OKActions: actions.default([]),
  AlarmActions: actions.default([]),
  InsufficientDataActions: actions.default([]),
  MetricName: field.metricName,
  Namespace: field.namespace,
  Statistic: z.enum(simpleStatistics).optional(),
  ExtendedStatistic: z
    .string()
    .refine(isPercentile, 'Only percentiles, p0 to p100, are modelled.')
    .optional(),
  Dimensions: field.dimensions.prefault([]),
  Period: number.refine(
    (seconds) => [10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0),
    'Member must be 10, 20, 30 or a multiple of 60',
  ),
  Unit: field.unit.optional(),
  EvaluationPeriods: integer(1),
  DatapointsToAlarm: integer(1).optional(),
  Threshold: number,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  EvaluateLowSampleCountPercentile: z.enum(['evaluate', 'ignore']).optional(),
  Tags: tagList.prefault([]),
});

type Input = z.output<typeof input>;

const putMetricAlarm = defineAlarms({
  name: 'PutMetricAlarm',
  writes: true,
  input,
  run: (request, region) => {
    const statistic = verifyStatistic(request);
    verifyEvaluation(request);
    region.state.cloudwatch.alarms[request.AlarmName] = buildAlarm(request, statistic, region);
    return {};
  },
});

function verifyStatistic({ Statistic, ExtendedStatistic, ...request }: Input): string {
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw invalidCombination(
      'The parameters Statistic and ExtendedStatistic are mutually exclusive.',
    );
  }
  const statistic = Statistic ?? ExtendedStatistic;
  if (statistic === undefined) {
    throw validationError('Either Statistic or ExtendedStatistic must be specified.');
  }
  if (request.EvaluateLowSampleCountPercentile === 'ignore') {
    throw notImplemented('monitoring:PutMetricAlarm with EvaluateLowSampleCountPercentile=ignore');
  }
  return statistic;
}

function verifyEvaluation({ Period, EvaluationPeriods, DatapointsToAlarm }: Input): void {
  if ((DatapointsToAlarm ?? 1) > EvaluationPeriods) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  const maxSeconds = Period >= 3600 ? 7 * secondsPerDay : secondsPerDay;
  if (Period * EvaluationPeriods > maxSeconds) {
    throw validationError(
      `Metrics cannot be checked across more than ${Period >= 3600 ? 'seven days' : 'a day'} (EvaluationPeriods * Period must be <= ${String(maxSeconds)}).`,
    );
  }
}

/** A new alarm, or the new configuration of an old one, which keeps its state and its tags. */
function buildAlarm(request: Input, statistic: string, region: Region): Alarm {
  const { alarms } = region.state.cloudwatch;
  const now = region.now();
  const old = alarms[request.AlarmName];
  return {
    ...(old === undefined ? initialState(now) : stateOf(old)),
    tags: old?.tags ?? request.Tags,
    alarmName: request.AlarmName,
    alarmArn: `arn:aws:cloudwatch:${region.region}:${region.account}:alarm:${request.AlarmName}`,
    alarmConfigurationUpdatedTimestamp: now,
    actionsEnabled: request.ActionsEnabled,
    okActions: request.OKActions,
    alarmActions: request.AlarmActions,
    insufficientDataActions: request.InsufficientDataActions,
    namespace: request.Namespace,
    metricName: request.MetricName,
    dimensions: request.Dimensions,
    statistic,
    period: request.Period,
    evaluationPeriods: request.EvaluationPeriods,
    threshold: request.Threshold,
    comparisonOperator: request.ComparisonOperator,
    ...optionalMembers(request),
  };
}

function optionalMembers(request: Input) {
  return {
    ...(request.AlarmDescription === undefined
      ? {}
      : { alarmDescription: request.AlarmDescription }),
    ...(request.Unit === undefined ? {} : { unit: request.Unit }),
    ...(request.DatapointsToAlarm === undefined
      ? {}
      : { datapointsToAlarm: request.DatapointsToAlarm }),
    ...(request.TreatMissingData === undefined
      ? {}
      : { treatMissingData: request.TreatMissingData }),
    ...(request.EvaluateLowSampleCountPercentile === undefined
      ? {}
      : { evaluateLowSampleCountPercentile: request.EvaluateLowSampleCountPercentile }),
  };
}

type State = Pick<
  Alarm,
  | 'stateValue'
  | 'stateReason'
  | 'stateReasonData'
  | 'stateUpdatedTimestamp'
  | 'stateTransitionedTimestamp'
  | 'overriddenAt'
>;

function initialState(now: number): State {
  return {
    stateValue: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateUpdatedTimestamp: now,
    stateTransitionedTimestamp: now,
  };
}

function stateOf(alarm: Alarm): State {
  return {
    stateValue: alarm.stateValue,
    stateReason: alarm.stateReason,
    ...(alarm.stateReasonData === undefined ? {} : { stateReasonData: alarm.stateReasonData }),
    stateUpdatedTimestamp: alarm.stateUpdatedTimestamp,
    stateTransitionedTimestamp: alarm.stateTransitionedTimestamp,
    ...(alarm.overriddenAt === undefined ? {} : { overriddenAt: alarm.overriddenAt }),
  };
}

export const putMetricAlarmOperations: readonly RpcOperation[] = [putMetricAlarm];
