import { latencyInterval, newcombe, wilson } from './intervals.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { fisherExact } from './fisher-exact.ts';
import { countOf, mannWhitney } from './mann-whitney.ts';
import { normalQuantile } from './normal-distribution.ts';
import type { Answers, Duration, Observation } from './observation.ts';
import { hasEnoughAnswers, levelOfEach, type JudgeRule } from './verdict.ts';
import type { Look } from './watch.ts';

/** One thing that a candidate is judged by, as the report shows it (`report/seen.ts`). */
interface Measure {
  readonly metric: 'errors' | 'latency' | 'error ceiling';
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly threshold: number;
  readonly p: number | null;
  readonly isRed: boolean;
}

/**
 * A look at a step of a rollout in numbers. Its intervals have the judge's own level, so that one that
 * reaches across the threshold is one that the judge does not call red.
 *
 * @param looks how many times the whole rollout is judged.
 */
export function seenAt(look: Look, rule: JudgeRule, looks: number) {
  const level = levelOfEach(rule.level, looks);
  const measure = (observation: Observation) => [
    ...errorsOf(observation, level),
    ...latencyOf(observation, rule, level),
    ...ceilingOf(observation, rule, level),
  ];
  return describeLook(look, rule, level, measure);
}

/** As {@link seenAt}, of a candidate that serves all requests: there is nothing to compare it with. */
export function seenAlone(look: Look, rule: JudgeRule) {
  const { level } = rule;
  return describeLook(look, rule, level, (observation) => ceilingOf(observation, rule, level));
}

function describeLook(
  { look, of, observations, verdict }: Look,
  { minSamples }: JudgeRule,
  level: number,
  measure: (observation: Observation) => readonly Measure[],
) {
  return {
    look,
    of,
    verdict: verdict.kind,
    reasons: verdict.reasons,
    level,
    minSamples,
    sources: observations.map((observation) => ({
      source: observation.source,
      candidate: sideOf(observation.candidate),
      baseline: sideOf(observation.baseline),
      unanswered: observation.unanswered ?? 0,
      measures: measure(observation),
    })),
  };
}

function errorsOf({ candidate, baseline }: Observation, level: number): Measure[] {
  if (candidate.count === 0 || baseline.count === 0) {
    return [];
  }
  const p = fisherExact({ candidate, baseline });
  const interval = newcombe({ candidate, baseline }, normalQuantile(level));
  return [{ metric: 'errors', ...interval, threshold: 0, p, isRed: p <= level }];
}

function latencyOf(observation: Observation, rule: JudgeRule, level: number): Measure[] {
  const durations = {
    candidate: observation.candidate.durations,
    baseline: observation.baseline.durations,
  };
  if (countOf(durations.candidate) < 2 || countOf(durations.baseline) < 2) {
    return [];
  }
  const { p } = mannWhitney(durations);
  const effect = cliffsDelta(durations);
  const isRed = hasEnoughAnswers(observation, rule) && p <= level && effect >= rule.latencyEffect;
  const interval = latencyInterval(durations, normalQuantile(level));
  return [{ metric: 'latency', ...interval, threshold: rule.latencyEffect, p, isRed }];
}

function ceilingOf(
  { candidate }: Observation,
  { maxErrorRate = 1, minSamples }: JudgeRule,
  level: number,
): Measure[] {
  const { count, errors } = candidate;
  if (count === 0 || maxErrorRate === 1) {
    return [];
  }
  const interval = wilson(candidate, normalQuantile(level));
  const isRed = count >= minSamples && errors > maxErrorRate * count;
  return [{ metric: 'error ceiling', ...interval, threshold: maxErrorRate, p: null, isRed }];
}

function sideOf({ count, errors, durations }: Answers) {
  return {
    count,
    errors,
    medianMs: quantile(durations, 0.5),
    p95Ms: quantile(durations, 0.95),
  };
}

/** The shortest duration that this share of the answers did not exceed; null without answers. */
function quantile(durations: readonly Duration[], share: number): number | null {
  const enough = countOf(durations) * share;
  let passed = 0;
  for (const { ms, count } of durations.toSorted((one, other) => one.ms - other.ms)) {
    passed += count;
    if (passed >= enough) {
      return ms;
    }
  }
  return null;
}
