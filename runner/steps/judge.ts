import { readAlarms } from '../aws/alarms.ts';
import { countInvocations } from '../aws/metrics.ts';
import type { ReleaseContext } from '../context.ts';
import type { Observation } from '../judge/observation.ts';
import { startProbing } from '../judge/probes.ts';
import { watchStep } from '../judge/watch.ts';
import type { Pair } from '../traffic/pair.ts';
import { changesApi } from '../traffic/shares.ts';
import type { RolloutSettings } from '../commands/read-settings.ts';
import type { Step } from '../steps.ts';
import { pairOf, type Target } from '../traffic/target.ts';

/** Judges the candidate while it gets a share of a target's requests. */
export function judgeCandidate(
  context: ReleaseContext,
  target: Target,
  candidate: Pair,
  percent: number,
  { steps, interval, judge }: RolloutSettings,
): Step<readonly string[]> {
  const { settings, clients, stop, reporter, ignoredAlarms = [] } = context;
  return {
    id: `judge-${target.name}-${String(percent)}`,
    title: `judge ${String(percent)} % of ${target.name}`,
    async run() {
      const from = new Date();
      const probes = startProbing(`${target.url}${settings.release.readinessPath}`, {
        perSecond: judge.probesPerSecond,
        candidate,
        baseline: pairOf(target),
        signal: stop.signal,
      });
      const evidence = {
        observe: async () => [
          probes.observation(),
          await observeInvocations(context, target, candidate, from),
        ],
        redAlarms: async () => {
          const { red } = await readAlarms(clients.cloudWatch, judge.alarms);
          return red.filter((name) => !ignoredAlarms.includes(name));
        },
        onLook(text: string) {
          reporter.report({
            kind: 'note',
            text: `  ${String(percent)} % of ${target.name}, ${text}`,
          });
        },
      };
      const rule = {
        ...judge,
        intervalMs: interval * 1000,
        deadlineMs: judge.deadline * 1000,
        steps: steps.length,
      };
      try {
        const { reasons } = await watchStep(evidence, rule, stop.signal);
        return reasons;
      } finally {
        await probes.stop();
      }
    },
    detail: (reasons) => reasons.join('; '),
  };
}

/** What CloudWatch counted of both versions since a moment. */
async function observeInvocations(
  { clients }: ReleaseContext,
  target: Target,
  candidate: Pair,
  from: Date,
): Promise<Observation> {
  const { alias, next } = target;
  const { functionName } = alias;
  const window = { from, to: new Date() };
  const filters = changesApi(target, candidate)
    ? {
        candidate: { functionName, alias: next.name },
        baseline: { functionName, alias: alias.name },
      }
    : {
        candidate: { functionName, alias: alias.name, executedVersion: candidate.version },
        baseline: { functionName, alias: alias.name, executedVersion: alias.version },
      };
  const [ofCandidate, ofBaseline] = await Promise.all([
    countInvocations(clients.cloudWatch, filters.candidate, window),
    countInvocations(clients.cloudWatch, filters.baseline, window),
  ]);
  return { source: 'CloudWatch', candidate: ofCandidate, baseline: ofBaseline };
}
