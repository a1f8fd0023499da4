import { setTimeout as delay } from 'node:timers/promises';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Observation } from './observation.ts';
import { hasEnoughAnswers, judge, type JudgeRule, type Verdict } from './verdict.ts';

/** Where the evidence about a step comes from. */
export interface Evidence {
  /** What every source saw since the step began. */
  readonly observe: () => Promise<readonly Observation[]>;
  /** Names of the alarms that are red now. */
  readonly redAlarms: () => Promise<readonly string[]>;
  /** Told what was seen while the step goes on. */
  readonly onLook: (text: string) => void;
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
 * candidates by chance, so the figures are looked at four times; only the number of samples and the
 * alarms are looked at in between.
 *
 * @throws {GateError} when the candidate is worse, an alarm is red, or the samples are too few.
 */
export async function watchStep(
  { observe, redAlarms, onLook }: Evidence,
  rule: WatchRule,
  signal: AbortSignal,
): Promise<Verdict> {
  const { intervalMs, deadlineMs, steps } = rule;
  const startedAt = performance.now();
  const waitUntil = (ms: number) =>
    delay(Math.max(0, startedAt + ms - performance.now()), undefined, { signal });
  const look = async () => {
    const [observations, red] = await Promise.all([observe(), redAlarms()]);
    return judge(observations, red, rule, steps * looksPerStep);
  };

  for (let quarter = 1; quarter < looksPerStep; quarter += 1) {
    await waitUntil((intervalMs * quarter) / looksPerStep);
    const { reasons } = refuseUnless(await look(), 'pass', 'inconclusive');
    onLook(`${String(quarter)}/${String(looksPerStep)}: ${reasons.join('; ')}`);
  }
  await waitUntil(intervalMs);
  while (
    performance.now() - startedAt < deadlineMs &&
    (await redAlarms()).length === 0 &&
    !(await observe()).some((seen) => hasEnoughAnswers(seen, rule))
  ) {
    await delay(Math.min(pollMs, intervalMs), undefined, { signal });
  }
  return refuseUnless(await look(), 'pass');
}

function refuseUnless(verdict: Verdict, ...allowed: readonly Verdict['kind'][]): Verdict {
  const { kind, reasons } = verdict;
  if (allowed.includes(kind)) {
    return verdict;
  }
  const text = reasons.join('; ');
  throw kind === 'fail'
    ? new GateError(`The judge is red: ${text}`, advise(npmRun('release'), 'mend the code, then'))
    : new GateError(
        `The judge could not tell in time: ${text}`,
        advise(npmRun('release'), 'give a step more time or more probes (rollout.judge), then'),
      );
}
