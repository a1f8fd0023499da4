import type { RolloutSettings } from '../../stack/settings.ts';
import { readAlarms } from '../aws/alarm-states.ts';
import type { ReleaseContext } from '../context.ts';
import { startProbing } from '../judge/probes.ts';
import { seenAt } from '../judge/seen-at.ts';
import { looksPerStep, watchStep, type Look } from '../judge/watch.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../traffic/pair.ts';
import { shiftingTo } from '../traffic/shifting/shifting-to.ts';
import { pairOf, type Target } from '../traffic/target.ts';

/** Judges the candidate while it gets a share of a target's requests. */
export function judgeCandidate(
  {
    writers,
    clients: { cloudWatch },
    stop: { signal },
    reporter,
    gateRequests,
    ignoredAlarms = [],
  }: Pick<
    ReleaseContext,
    'writers' | 'clients' | 'stop' | 'reporter' | 'gateRequests' | 'ignoredAlarms'
  >,
  target: Target,
  candidate: Pair,
  percent: number,
  { steps, interval, judge }: RolloutSettings,
): Step<readonly string[]> {
  const shifting = shiftingTo({ ...writers, cloudWatch }, target, candidate);
  const id = `judge-${target.name}-${String(percent)}`;
  return {
    id,
    title: `judge ${String(percent)} % of ${target.name}`,
    atMost: {
      seconds: Math.max(interval, judge.deadline),
      until: `${String(interval)} s are over, with enough answers`,
    },
    async run() {
      const from = new Date();
      const { url, connectTo } = target;
      const { readiness: request } = await gateRequests();
      const asked = { url, connectTo, request };
      const probes = startProbing(asked, {
        perSecond: judge.probesPerSecond,
        candidate,
        baseline: pairOf(target),
        signal,
      });
      const evidence = {
        async observe() {
          const window = { from, to: new Date() };
          const counted = await shifting.measure(target, candidate, window);
          return [probes.observation(), { source: 'CloudWatch', ...counted }];
        },
        async redAlarms() {
          const { red } = await readAlarms(cloudWatch, judge.alarms);
          return red.filter((name) => !ignoredAlarms.includes(name));
        },
        onJudged(look: Look) {
          const seen = seenAt(look, judge, steps.length * looksPerStep);
          reporter.report({ kind: 'judged', step: id, target: target.name, percent, ...seen });
        },
      };
      const rule = {
        ...judge,
        intervalMs: interval * 1000,
        deadlineMs: judge.deadline * 1000,
        steps: steps.length,
      };
      try {
        const { reasons } = await watchStep(evidence, rule, signal);
        return reasons;
      } finally {
        await probes.stop();
      }
    },
    detail: (reasons) => reasons.join('; '),
  };
}
