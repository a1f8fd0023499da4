import { isBreaching, type AlarmRule, type Evaluation } from './alarm-evaluation.ts';
import type { Alarm, ComparisonOperator } from './state.ts';

const comparisons: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** Says in a sentence why an evaluation found its state, in the words of CloudWatch. */
export function reasonFor(rule: AlarmRule, { state, used, breaching, filled }: Evaluation): string {
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${datapoints(filled)} ${filled === 1 ? 'was' : 'were'} unknown.`;
  }
  if (used.length === 0) {
    const treated = rule.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${periods(filled)} and ${String(filled)} missing ${filled === 1 ? 'datapoint was' : 'datapoints were'} treated as [${treated}].`;
  }
  const alarming = state === 'ALARM';
  const shown = used.filter((value) => isBreaching(rule, value) === alarming);
  const count = alarming ? breaching : used.length - breaching;
  return (
    `Threshold Crossed: ${String(count)} out of the last ${datapoints(used.length)} [${shown.join(', ')}] ` +
    `${count === 1 ? 'was' : 'were'} ${alarming ? '' : 'not '}${comparisons[rule.comparisonOperator]} the threshold (${String(rule.threshold)})` +
    (alarming
      ? ` (minimum ${datapoints(rule.datapointsToAlarm)} for OK -> ALARM transition).`
      : ` (minimum ${datapoints(rule.evaluationPeriods - rule.datapointsToAlarm + 1)} for ALARM -> OK transition).`)
  );
}

/** `StateReasonData` of an evaluation: JSON text. */
export function reasonData(alarm: Alarm, evaluation: Evaluation, nowMs: number): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: new Date(nowMs).toISOString(),
    statistic: alarm.statistic,
    period: alarm.period,
    recentDatapoints: [...evaluation.used].reverse(),
    threshold: alarm.threshold,
  });
}

function datapoints(count: number): string {
  return `${String(count)} ${count === 1 ? 'datapoint' : 'datapoints'}`;
}

function periods(count: number): string {
  return `${String(count)} ${count === 1 ? 'period' : 'periods'}`;
}
