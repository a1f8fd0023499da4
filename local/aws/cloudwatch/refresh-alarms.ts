import type { Region } from '../region.ts';
import { evaluate, evaluationRange, type AlarmRule, type PeriodValue } from './alarm-evaluation.ts';
import { reasonData, reasonFor, type AlarmPoint } from './alarm-reason.ts';
import { readPeriods } from './datapoints.ts';
import type { Alarm, AlarmStateValue, CompositeAlarm } from './state.ts';
import { computeStatistic } from './statistics.ts';

/**
 * Brings alarms up to the present: they are evaluated when somebody looks, as there is nobody else they could tell.
 * Resolves when a changed state is on disk.
 */
export async function refreshAlarms(region: Region, alarms: readonly Alarm[]): Promise<void> {
  const now = region.now();
  const changed = alarms.map((alarm) => refresh(region, alarm, now));
  if (changed.includes(true)) {
    await region.save();
  }
}

function refresh(region: Region, alarm: Alarm, now: number): boolean {
  const { start, values, points } = readRange(region, alarm, now);
  if (isOverridden(alarm, start, values)) {
    return false;
  }
  const rule = ruleOf(alarm);
  const evaluation = evaluate(rule, values);
  const { state } = evaluation;
  const wasOverridden = alarm.overriddenAt !== undefined;
  delete alarm.overriddenAt;
  if (state === 'retain' || state === alarm.stateValue) {
    return wasOverridden;
  }
  const used = points.slice(0, evaluation.used.length);
  setState(alarm, state, reasonFor(alarm, rule, { ...evaluation, used }), now);
  alarm.stateReasonData = reasonData(alarm, used, now);
  return true;
}

/** Puts an alarm into a state; `stateReasonData` of the state before is forgotten. */
export function setState(
  alarm: Alarm | CompositeAlarm,
  state: AlarmStateValue,
  reason: string,
  now: number,
): void {
  if (alarm.stateValue !== state) {
    alarm.stateTransitionedTimestamp = now;
  }
  alarm.stateValue = state;
  alarm.stateReason = reason;
  alarm.stateUpdatedTimestamp = now;
  delete alarm.stateReasonData;
}

function ruleOf(alarm: Alarm): AlarmRule {
  return {
    threshold: alarm.threshold,
    comparisonOperator: alarm.comparisonOperator,
    evaluationPeriods: alarm.evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm ?? alarm.evaluationPeriods,
    treatMissingData: alarm.treatMissingData ?? 'missing',
  };
}

/** The whole periods up to now, the last of which ends at a whole minute (10 seconds for shorter periods). */
function readRange(
  region: Region,
  alarm: Alarm,
  now: number,
): { start: number; values: readonly PeriodValue[]; points: readonly AlarmPoint[] } {
  const periodMs = alarm.period * 1000;
  const tickMs = alarm.period < 60 ? 10_000 : 60_000;
  const end = Math.floor(now / tickMs) * tickMs;
  // Values of standard resolution lie at the beginning of their minute: look back to that of the last one.
  const minutes = alarm.period < 60 ? end - Math.floor((end - 60_000) / 60_000) * 60_000 : 0;
  const count = Math.max(evaluationRange(alarm.evaluationPeriods), Math.ceil(minutes / periodMs));
  const start = end - count * periodMs;
  const id = { namespace: alarm.namespace, name: alarm.metricName, dimensions: alarm.dimensions };
  const periods = new Map<number, AlarmPoint>();
  for (const data of readPeriods(region.metrics, id, { start, end, periodMs }, alarm.unit)) {
    const value = computeStatistic(data.distribution, alarm.statistic);
    if (value !== undefined) {
      periods.set(data.start, { start: data.start, value, sampleCount: data.distribution.count });
    }
  }
  const values = Array.from(
    { length: count },
    (_, index) => periods.get(start + index * periodMs)?.value,
  );
  const points = [...periods.values()].sort((a, b) => b.start - a.start);
  return { start, values, points };
}

/** True while no period that ended after SetAlarmState has data. */
function isOverridden(alarm: Alarm, start: number, values: readonly PeriodValue[]): boolean {
  const { overriddenAt } = alarm;
  const endOf = (index: number): number => start + (index + 1) * alarm.period * 1000;
  return (
    overriddenAt !== undefined &&
    !values.some((value, index) => value !== undefined && endOf(index) > overriddenAt)
  );
}
