import type { Region } from '../region.ts';
import { evaluate, evaluationRange, type AlarmRule, type PeriodValue } from './alarm-evaluation.ts';
import { reasonData, reasonFor } from './alarm-reason.ts';
import { readPeriods } from './datapoints.ts';
import type { Alarm, AlarmStateValue } from './state.ts';
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
  const { start, values } = readRange(region, alarm, now);
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
  setState(alarm, state, reasonFor(rule, evaluation), now);
  alarm.stateReasonData = reasonData(alarm, evaluation, now);
  return true;
}

/** Puts an alarm into a state; `stateReasonData` of the state before is forgotten. */
export function setState(alarm: Alarm, state: AlarmStateValue, reason: string, now: number): void {
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
): { start: number; values: readonly PeriodValue[] } {
  const periodMs = alarm.period * 1000;
  const tickMs = alarm.period < 60 ? 10_000 : 60_000;
  const end = Math.floor(now / tickMs) * tickMs;
  const count = evaluationRange(alarm.evaluationPeriods);
  const start = end - count * periodMs;
  const id = { namespace: alarm.namespace, name: alarm.metricName, dimensions: alarm.dimensions };
  const periods = new Map(
    readPeriods(region.metrics, id, { start, end, periodMs }, alarm.unit).map(
      ({ start: periodStart, distribution }) => [
        periodStart,
        computeStatistic(distribution, alarm.statistic),
      ],
    ),
  );
  const values = Array.from({ length: count }, (_, index) => periods.get(start + index * periodMs));
  return { start, values };
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
