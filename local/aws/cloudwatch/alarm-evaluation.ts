import type { AlarmStateValue, ComparisonOperator, TreatMissingData } from './state.ts';

/** When an alarm goes off: `datapointsToAlarm` of the last `evaluationPeriods` datapoints must breach. */
export interface AlarmRule {
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
}

/** One period of the evaluation range: its value, undefined when nothing was reported. */
export type PeriodValue = number | undefined;

/** The state an evaluation finds, and on which of the reported values, newest first. */
export interface Evaluation {
  /** `retain`: the alarm keeps the state it has. */
  readonly state: AlarmStateValue | 'retain';
  readonly used: readonly number[];
  readonly breaching: number;
  /** How many missing periods were filled in to reach `evaluationPeriods`. */
  readonly filled: number;
}

/** AWS looks at more periods than it evaluates, to have values when some are missing; by how many depends, its examples have two. */
const extraPeriods = 2;

/** How many periods an evaluation reads. */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + extraPeriods;
}

/**
 * Finds an alarm's state, by the rules of the user guide's "How alarm state is evaluated when data is missing".
 *
 * The newest `evaluationPeriods` values that were reported decide when there are that many. Missing periods only fill
 * the rest: as `treatMissingData` says, or, for `missing` and `ignore`, not at all. When every value there is
 * breaches but they are fewer than `datapointsToAlarm`, the alarm goes off once the oldest of them is that many periods
 * old (`missing`), or keeps its state (`ignore`, and until then).
 * @param values The evaluation range, oldest first.
 */
export function evaluate(rule: AlarmRule, values: readonly PeriodValue[]): Evaluation {
  const used = values
    .filter((value) => value !== undefined)
    .reverse()
    .slice(0, rule.evaluationPeriods);
  const breaching = used.filter((value) => isBreaching(rule, value)).length;
  const filled = rule.evaluationPeriods - used.length;
  const facts = { used, breaching, filled };
  return { ...facts, state: decide(rule, facts, ageOfOldest(values)) };
}

export function isBreaching(
  { comparisonOperator, threshold }: Pick<AlarmRule, 'comparisonOperator' | 'threshold'>,
  value: number,
): boolean {
  switch (comparisonOperator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

/** In periods, 1 for the newest period; 0 when nothing was reported. */
function ageOfOldest(values: readonly PeriodValue[]): number {
  const index = values.findIndex((value) => value !== undefined);
  return index < 0 ? 0 : values.length - index;
}

function decide(
  { datapointsToAlarm, treatMissingData }: AlarmRule,
  { used, breaching, filled }: Omit<Evaluation, 'state'>,
  oldestAge: number,
): Evaluation['state'] {
  if (breaching >= datapointsToAlarm) {
    return 'ALARM';
  }
  if (filled === 0 || treatMissingData === 'notBreaching') {
    return 'OK';
  }
  if (treatMissingData === 'breaching') {
    return breaching + filled >= datapointsToAlarm ? 'ALARM' : 'OK';
  }
  if (used.length === 0) {
    return treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : 'retain';
  }
  if (breaching < used.length) {
    return 'OK';
  }
  return treatMissingData === 'missing' && oldestAge >= datapointsToAlarm ? 'ALARM' : 'retain';
}
