import { countOf, type MannWhitney } from './mann-whitney.ts';
import type { Answers, Duration, Observation, Sides } from './observation.ts';

/** Below this a p-value has lost its digits. */
const smallest = 1e-300;

export const describeAlarm = (name: string): string => `alarm ${name} is red`;

export const describeErrors = (observation: Observation, p: number): string =>
  `${observation.source}: ${compareErrors(observation)} (${formatChance(p)})`;

export const describeTooManyErrors = (
  source: string,
  { count, errors }: Pick<Answers, 'count' | 'errors'>,
  maxErrorRate: number,
): string =>
  `${source}: ${errors} of ${count} answers of the candidate failed, more than maxErrorRate allows ` +
  `(${Number((maxErrorRate * 100).toPrecision(3))} %)`;

export function describeLatency(
  source: string,
  durations: Sides<readonly Duration[]>,
  { p, effect }: MannWhitney,
): string {
  return (
    `${source}: the candidate is slower, ${compareMedians(durations)} of the one before ` +
    `(effect ${effect.toFixed(2)}, ${formatChance(p)})`
  );
}

export const describeLost = ({
  source,
  unanswered = 0,
  candidate,
  baseline,
}: Observation): string =>
  `${source}: ${unanswered} of ${unanswered + candidate.count + baseline.count} requests got no answer ` +
  `at all, which is this machine's network and tells nothing`;

/** What let the candidate pass. */
export function describeComparison(observation: Observation): string {
  const durations = {
    candidate: observation.candidate.durations,
    baseline: observation.baseline.durations,
  };
  const isTimed = countOf(durations.candidate) > 0 && countOf(durations.baseline) > 0;
  const errors = `${observation.source}: ${compareErrors(observation)}`;
  return isTimed ? `${errors}; ${compareMedians(durations)}` : errors;
}

/** What is missing to let the candidate pass. */
export function describeMissing(
  observations: readonly Observation[],
  minSamples: number,
): readonly string[] {
  if (observations.length === 0) {
    return ['nothing was observed yet'];
  }
  const seen = observations.filter(
    ({ candidate, baseline }) => candidate.count + baseline.count > 0,
  );
  const told = seen.length > 0 ? seen : observations;
  return told.map(({ source, candidate, baseline }) => {
    const [count, side] =
      candidate.count < minSamples
        ? [candidate.count, 'the candidate']
        : [baseline.count, 'the one before'];
    return `${source}: only ${count} of ${minSamples} answers of ${side} yet`;
  });
}

function compareErrors({ candidate, baseline }: Sides<Pick<Answers, 'count' | 'errors'>>): string {
  return (
    `${candidate.errors} of ${candidate.count} answers of the candidate failed, ` +
    `${baseline.errors} of ${baseline.count} of the one before`
  );
}

const compareMedians = ({ candidate, baseline }: Sides<readonly Duration[]>): string =>
  `median ${formatMs(median(candidate))} against ${formatMs(median(baseline))}`;

const formatMs = (ms: number): string => `${Number(ms.toPrecision(3))} ms`;

function formatChance(p: number): string {
  if (p < smallest) {
    return `p < ${smallest}`;
  }
  return `p ${p < 0.001 ? p.toExponential(1) : p.toPrecision(2)}`;
}

/** The shortest duration that at least half of the answers did not exceed. */
function median(durations: readonly Duration[]): number {
  const half = countOf(durations) / 2;
  let passed = 0;
  for (const { ms, count } of durations.toSorted((one, other) => one.ms - other.ms)) {
    passed += count;
    if (passed >= half) {
      return ms;
    }
  }
  return NaN;
}
