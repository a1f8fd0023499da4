import { setTimeout as delay } from 'node:timers/promises';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Observation } from './observation.ts';
import { describeAlarm } from './reasons.ts';
import { hasEnoughAnswers, judge, judgeAlone, type JudgeRule, type Verdict } from './verdict.ts';

/** Where the evidence about a step comes from. */
export interface Evidence {
  /** What every source saw since the step began. */
  readonly observe: () => Promise<readonly Observation[]>;
  /** Names of the alarms that are red now. */
  readonly redAlarms: () => Promise<readonly string[]>;
  /** Told what the step was judged by at each look. */
  readonly onJudged: (look: Look) => void;
}

/** One look at the candidate. */
export interface Look {
  /** 1 to `of`. */
  readonly look: number;
  readonly of: number;
  readonly observations: readonly Observation[];
  readonly verdict: Verdict;
}

export interface WatchRule extends JudgeRule {
  /** How long the step lasts at least. */
  readonly intervalMs: number;
  /** How long it may last while there are too few samples. */
  readonly deadlineMs: number;
  /** Steps of the whole rollout, which share the level. */
  readonly steps: number;
}

/** How often a step is looked at; only the last look can pass it. */
export const looksPerStep = 4;
const pollMs = 5000;

/**
 * Watches the candidate over one step of a rollout. Looking more often would put back more
 * candidates by chance, so the figures are looked at four times. Alarms need no such care: they are
 * read every few seconds, and end the step at once.
 *
 * @throws {GateError} when the candidate is worse, an alarm is red, or the samples are too few.
 */
export async function watchStep(
  { observe, redAlarms, onJudged }: Evidence,
  rule: WatchRule,
  signal: AbortSignal,
): Promise<Verdict> {
  const { intervalMs, deadlineMs, steps } = rule;
  const startedAt = performance.now();
  const waitUntil = (ms: number) => watchAlarmsUntil(startedAt + ms, redAlarms, signal);
  const look = async (quarter: number) => {
    const [observations, red] = await Promise.all([observe(), redAlarms()]);
    const verdict = judge(observations, red, rule, steps * looksPerStep);
    onJudged({ look: quarter, of: looksPerStep, observations, verdict });
    return verdict;
  };

  for (let quarter = 1; quarter < looksPerStep; quarter += 1) {
    await waitUntil((intervalMs * quarter) / looksPerStep);
    refuseUnless(await look(quarter), 'pass', 'inconclusive');
  }
  await waitUntil(intervalMs);
  while (
    performance.now() - startedAt < deadlineMs &&
    (await redAlarms()).length === 0 &&
    !(await observe()).some((seen) => hasEnoughAnswers(seen, rule))
  ) {
    await delay(Math.min(pollMs, intervalMs), undefined, { signal });
  }
  return refuseUnless(await look(looksPerStep), 'pass');
}

/** What is watched after all requests have shifted. */
export interface BakeRule extends JudgeRule {
  readonly durationMs: number;
}

/**
 * Watches the candidate for a while when it serves all requests, and there is nothing to compare it with
 * any more: alarms, and too many errors, end it at once.
 *
 * @throws {GateError} when the candidate is not good enough, or too few probes were answered to tell.
 */
export async function watchBake(
  { observe, redAlarms, onJudged }: Evidence,
  { durationMs, ...rule }: BakeRule,
  signal: AbortSignal,
): Promise<void> {
  const end = performance.now() + durationMs;
  for (let isOver = false; !isOver;) {
    isOver = performance.now() >= end;
    const [observations, red] = await Promise.all([observe(), redAlarms()]);
    const verdict = judgeAlone(observations, red, rule);
    if (isOver || verdict.kind === 'fail') {
      onJudged({ look: 1, of: 1, observations, verdict });
      refuseUnless(verdict, 'pass');
    }
    if (!isOver) {
      await delay(Math.min(pollMs, Math.max(0, end - performance.now())), undefined, { signal });
    }
  }
}

/** @param at of `performance.now`. */
async function watchAlarmsUntil(
  at: number,
  redAlarms: Evidence['redAlarms'],
  signal: AbortSignal,
): Promise<void> {
  for (let left = at - performance.now(); left > 0; left = at - performance.now()) {
    await delay(Math.min(pollMs, left), undefined, { signal });
    const red = left > pollMs ? await redAlarms() : [];
    if (red.length > 0) {
      refuseUnless({ kind: 'fail', reasons: red.map(describeAlarm) });
    }
  }
}

function refuseUnless(verdict: Verdict, ...allowed: readonly Verdict['kind'][]): Verdict {
  const { kind, reasons, mend = 'give a step more time or more probes (rollout.judge)' } = verdict;
  if (allowed.includes(kind)) {
    return verdict;
  }
  const text = reasons.join('; ');
  throw kind === 'fail'
    ? new GateError(`The judge is red: ${text}`, advise(npmRun('release'), 'mend the code, then'))
    : new GateError(
        `The judge could not tell in time: ${text}`,
        advise(npmRun('release'), `${mend}, then`),
      );
}
