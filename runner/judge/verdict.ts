import { cliffsDelta } from './cliffs-delta.ts';
import { fisherExact } from './fisher-exact.ts';
import { countOf, mannWhitney } from './mann-whitney.ts';
import type { Observation } from './observation.ts';
import {
  describeAlarm,
  describeComparison,
  describeErrors,
  describeLatency,
  describeLost,
  describeMissing,
  describeTooManyErrors,
} from './reasons.ts';

export interface JudgeRule {
  /** Chance to fail a candidate that is no worse, over a whole rollout. */
  readonly level: number;
  /** Answers of both sides that a source needs to let the candidate pass. */
  readonly minSamples: number;
  /** Share of errors above which the candidate fails, once there are `minSamples` answers; left out, none. */
  readonly maxErrorRate?: number;
  /**
   * Cliff's delta from which on a slower candidate counts. Below 0.05 the level may not hold where
   * nearly all answers take equally long: the test is an approximation.
   */
  readonly latencyEffect: number;
}

export interface Verdict {
  readonly kind: 'pass' | 'fail' | 'inconclusive';
  /** Sentences for people; at least one. */
  readonly reasons: readonly string[];
  /** What a person does about one that is inconclusive; left out, more has to be seen. */
  readonly mend?: string;
}

/** The runner's probes and CloudWatch, whether both are there or not: a rule must not depend on it. */
const sourceCount = 2;
/** Errors and latency. */
const testCount = 2;

/**
 * Judges a candidate by what was seen of it and of what it replaces, over the same time.
 *
 * Each source is tested by itself: CloudWatch counts the runner's probes, too, so the sum of both would
 * count them twice. So that a whole rollout keeps the level, it is divided among all tests that a rollout
 * makes (Bonferroni), however they depend on each other.
 *
 * @param redAlarms names of the alarms that are red, each of which fails the candidate.
 * @param looks how many times a whole rollout is judged.
 * @throws {RangeError} when looks is not a whole number from 1 on, or a count is impossible.
 */
export function judge(
  observations: readonly Observation[],
  redAlarms: readonly string[],
  rule: JudgeRule,
  looks: number,
): Verdict {
  if (!Number.isInteger(looks) || looks < 1) {
    throw new RangeError(`A rollout cannot be judged ${looks} times.`);
  }
  const level = levelOfEach(rule.level, looks);
  const failures = [
    ...redAlarms.map(describeAlarm),
    ...observations.flatMap((observation) => [
      ...findMoreErrors(observation, level),
      ...findTooManyErrors(observation, rule),
      ...findSlower(observation, rule, level),
    ]),
  ];
  const doubt = doubtOf(failures, observations);
  if (doubt !== undefined) {
    return doubt;
  }
  const compared = observations.filter((observation) => hasEnoughAnswers(observation, rule));
  return compared.length > 0
    ? { kind: 'pass', reasons: compared.map(describeComparison) }
    : { kind: 'inconclusive', reasons: describeMissing(observations, rule.minSamples) };
}

/**
 * Judges a candidate that serves all requests, by itself.
 *
 * @param redAlarms names of the alarms that are red, each of which fails the candidate.
 */
export function judgeAlone(
  observations: readonly Observation[],
  redAlarms: readonly string[],
  rule: JudgeRule,
): Verdict {
  const failures = [
    ...redAlarms.map(describeAlarm),
    ...observations.flatMap((observation) => findTooManyErrors(observation, rule)),
  ];
  return (
    doubtOf(failures, observations) ?? {
      kind: 'pass',
      reasons: ['no alarm was red, and few enough answers failed'],
    }
  );
}

/** @returns undefined where nothing failed, and what was seen can speak for all requests. */
function doubtOf(
  failures: readonly string[],
  observations: readonly Observation[],
): Verdict | undefined {
  if (failures.length > 0) {
    return { kind: 'fail', reasons: failures };
  }
  const lost = observations.filter(hasLostTooMany);
  return lost.length > 0
    ? {
        kind: 'inconclusive',
        reasons: lost.map(describeLost),
        mend: 'look at the network of this machine',
      }
    : undefined;
}

/** Share of requests without an answer from which on those that were answered may not speak for all. */
const maxLostShare = 0.1;

function hasLostTooMany({ unanswered = 0, candidate, baseline }: Observation): boolean {
  return unanswered > maxLostShare * (unanswered + candidate.count + baseline.count);
}

/** The level of each test, so that all of a rollout's together keep the whole. */
export function levelOfEach(level: number, looks: number): number {
  return level / (looks * sourceCount * testCount);
}

/**
 * A ceiling, and no test: few answers cannot convict by comparison, and may still be too bad to serve. It
 * needs no answers of the one before.
 */
function findTooManyErrors(
  { source, candidate }: Observation,
  { maxErrorRate = 1, minSamples }: JudgeRule,
): string[] {
  return candidate.count >= minSamples && candidate.errors > maxErrorRate * candidate.count
    ? [describeTooManyErrors(source, candidate, maxErrorRate)]
    : [];
}

/** Fisher's test is exact, so any number of answers may tell. */
function findMoreErrors(observation: Observation, level: number): string[] {
  const p = fisherExact(observation);
  return p <= level ? [describeErrors(observation, p)] : [];
}

/** The test's approximation needs some answers, and with very many it would find what nobody notices. */
function findSlower(
  { source, candidate, baseline }: Observation,
  rule: JudgeRule,
  level: number,
): string[] {
  const durations = { candidate: candidate.durations, baseline: baseline.durations };
  if (!hasEnough(countOf(durations.candidate), countOf(durations.baseline), rule)) {
    return [];
  }
  const { p } = mannWhitney(durations);
  const effect = cliffsDelta(durations);
  return p <= level && effect >= rule.latencyEffect
    ? [describeLatency(source, durations, { p, effect })]
    : [];
}

/** Whether a source has the answers that it needs to let the candidate pass. */
export function hasEnoughAnswers({ candidate, baseline }: Observation, rule: JudgeRule): boolean {
  return hasEnough(candidate.count, baseline.count, rule);
}

const hasEnough = (candidate: number, baseline: number, { minSamples }: JudgeRule): boolean =>
  Math.min(candidate, baseline) >= minSamples;
