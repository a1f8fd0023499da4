import { findBake, findJudge } from '../../stack/stack-file.ts';
import { readAlarms } from '../aws/alarm-states.ts';
import type { ReleaseContext } from '../context.ts';
import { startProbing } from '../judge/probes.ts';
import { seenAlone } from '../judge/seen-at.ts';
import { watchBake, type Look } from '../judge/watch.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../traffic/pair.ts';
import { pairBefore, type Target } from '../traffic/target.ts';

/**
 * Goes on watching a target when all its requests have shifted and its tests are green: a red alarm, or
 * too many failed probes, still puts back.
 */
export function bake(
  {
    settings,
    clients: { cloudWatch },
    stop: { signal },
    reporter,
    gateRequests,
    ignoredAlarms = [],
  }: Pick<
    ReleaseContext,
    'settings' | 'clients' | 'stop' | 'reporter' | 'gateRequests' | 'ignoredAlarms'
  >,
  target: Target,
  candidate: Pair,
): Step<void> {
  const seconds = findBake(settings, target.name);
  const judge = findJudge(settings, target.name);
  const id = `bake-${target.name}`;
  return {
    id,
    title: `bake ${target.name}`,
    atMost: { seconds, until: 'it was watched long enough' },
    async run() {
      const { url, connectTo } = target;
      const { readiness: request } = await gateRequests();
      const asked = { url, connectTo, request };
      const probes = startProbing(asked, {
        perSecond: judge.probesPerSecond,
        candidate,
        baseline: pairBefore(target),
        signal,
      });
      const evidence = {
        observe: () => Promise.resolve([probes.observation()]),
        async redAlarms() {
          const { red } = await readAlarms(cloudWatch, judge.alarms);
          return red.filter((name) => !ignoredAlarms.includes(name));
        },
        onJudged(look: Look) {
          const seen = seenAlone(look, judge);
          reporter.report({ kind: 'judged', step: id, target: target.name, percent: 100, ...seen });
        },
      };
      try {
        await watchBake(evidence, { ...judge, durationMs: seconds * 1000 }, signal);
      } finally {
        await probes.stop();
      }
    },
    detail: () => `${String(seconds)} s`,
    planned: { result: undefined, detail: `would watch it for ${String(seconds)} s` },
  };
}
