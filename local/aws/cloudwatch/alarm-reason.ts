import { isBreaching, type AlarmRule, type Evaluation } from './alarm-evaluation.ts';
import type { Alarm, ComparisonOperator } from './state.ts';

const comparisons: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** A reported value that an evaluation looked at. */
export interface AlarmPoint {
  /** Of its period, in milliseconds since the epoch. */
  readonly start: number;
  readonly value: number;
  readonly sampleCount: number;
}

/** An evaluation with the values that it used, newest first. */
type Reasons = Omit<Evaluation, 'used'> & { readonly used: readonly AlarmPoint[] };

/**
 * Says in a sentence why an evaluation found its state, in the words of CloudWatch: those of "M out of N"
 * only for an alarm that says how many datapoints it wants.
 */
export function reasonFor(
  alarm: Pick<Alarm, 'datapointsToAlarm'>,
  rule: AlarmRule,
  { state, used, breaching, filled }: Reasons,
): string {
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${datapoints(filled)} ${filled === 1 ? 'was' : 'were'} unknown.`;
  }
  if (used.length === 0) {
    const treated = rule.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${periods(filled)} and ${String(filled)} missing ${filled === 1 ? 'datapoint was' : 'datapoints were'} treated as [${treated}].`;
  }
  const alarming = state === 'ALARM';
  const shown = used.filter(({ value }) => isBreaching(rule, value) === alarming);
  const count = alarming ? breaching : used.length - breaching;
  const list = `[${shown.map(({ start, value }) => `${decimal(value)} (${dayAndTime(start)})`).join(', ')}]`;
  const crossed =
    `${count === 1 ? 'was' : 'were'} ${alarming ? '' : 'not '}${comparisons[rule.comparisonOperator]} ` +
    `the threshold (${decimal(rule.threshold)})`;
  if (alarm.datapointsToAlarm === undefined) {
    return `Threshold Crossed: ${datapoints(count)} ${list} ${crossed}.`;
  }
  const change = alarming ? 'OK -> ALARM' : 'ALARM -> OK';
  const least = alarming
    ? rule.datapointsToAlarm
    : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  return (
    `Threshold Crossed: ${String(count)} out of the last ${datapoints(used.length)} ${list} ${crossed} ` +
    `(minimum ${datapoints(least)} for ${change} transition).`
  );
}

/** `StateReasonData` of an evaluation: JSON text. */
export function reasonData(alarm: Alarm, used: readonly AlarmPoint[], nowMs: number): string {
  const oldest = used.at(-1);
  return JSON.stringify({
    version: '1.0',
    queryDate: zoned(nowMs),
    ...(oldest !== undefined && { startDate: zoned(oldest.start) }),
    ...(alarm.unit !== undefined && { unit: alarm.unit }),
    statistic: alarm.statistic,
    period: alarm.period,
    recentDatapoints: used.map(({ value }) => value).reverse(),
    threshold: alarm.threshold,
    evaluatedDatapoints: used.map(({ start, value, sampleCount }) => ({
      timestamp: zoned(start),
      sampleCount,
      value,
    })),
  });
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `2026-11-24T10:00:00.000+0000` */
function zoned(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

/** `24/11/26 10:00:00` */
function dayAndTime(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

function datapoints(count: number): string {
  return `${String(count)} ${count === 1 ? 'datapoint' : 'datapoints'}`;
}

function periods(count: number): string {
  return `${String(count)} ${count === 1 ? 'period' : 'periods'}`;
}
