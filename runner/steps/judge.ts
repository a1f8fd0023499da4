import type { RolloutSettings } from '../../stack/rollout-settings.ts';
import type { ReleaseContext } from '../context.ts';
import { readPatiently } from '../judge/patience.ts';
import { seenAt } from '../judge/seen-at.ts';
import { looksPerStep, watchStep, type Look } from '../judge/watch.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import { shiftingTo } from '../traffic/shifting/shifting-to.ts';
import { pairOf, type Target } from '../traffic/target.ts';
import { watched, type WatchContext } from './watched.ts';

/** Judges the candidate while it gets a share of a target's requests. */
export function judgeCandidate(
  context: WatchContext & Pick<ReleaseContext, 'writers' | 'reporter'>,
  target: Target,
  candidate: Pair,
  percent: number,
  { steps, interval, judge }: RolloutSettings,
): Step<readonly string[]> {
  const { writers, clients, stop, reporter } = context;
  const shifting = shiftingTo({ ...writers, cloudWatch: clients.cloudWatch }, target, candidate);
  const id = `judge-${target.name}-${String(percent)}`;
  const rule = {
    ...judge,
    intervalMs: interval * 1000,
    deadlineMs: judge.deadline * 1000,
    steps: steps.length,
  };
  const onJudged = (look: Look) => {
    const seen = seenAt(look, judge, steps.length * looksPerStep);
    reporter.report({ kind: 'judged', step: id, target: target.name, percent, ...seen });
  };
  return {
    id,
    title: `judge ${String(percent)} % of ${target.name}`,
    atMost: {
      seconds: Math.max(interval, judge.deadline),
      until: `${String(interval)} s are over, with enough answers`,
    },
    async run() {
      const from = new Date();
      const sides = { candidate, baseline: pairOf(target), judge };
      return watched(context, target, sides, async ({ probed, redAlarms }) => {
        const observe = async () => {
          const measure = () => shifting.measure(target, candidate, { from, to: new Date() });
          const counted = await readPatiently(measure, stop.signal);
          return [probed(), { source: 'CloudWatch', ...counted }];
        };
        const { reasons } = await watchStep({ observe, redAlarms, onJudged }, rule, stop.signal);
        return reasons;
      });
    },
    detail: (reasons) => reasons.join('; '),
  };
}
