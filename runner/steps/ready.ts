import type { ReleaseContext } from '../context.ts';
import { waitUntilServed } from '../gates/readiness.ts';
import type { Step } from '../steps.ts';
import { formatPair, type Pair } from '../../stack/pair.ts';
import type { Target } from '../traffic/target.ts';

/** Waits until every host that answers for the target knows of the move, and its URL answers with the candidate. */
export function waitForUrl(
  {
    settings,
    stop,
    writers,
    gateRequests,
  }: Pick<ReleaseContext, 'settings' | 'stop' | 'writers' | 'gateRequests'>,
  target: Target,
  candidate: Pair,
): Step<void> {
  const { readinessPath, readinessTimeout } = settings.release;
  const limits = { timeoutMs: readinessTimeout * 1000, signal: stop.signal };
  return {
    id: `ready-${target.name}`,
    title: `${target.name} answers`,
    atMost: { seconds: readinessTimeout, until: `it answers with ${formatPair(candidate)}` },
    async run() {
      const { apiStage, url, connectTo } = target;
      await writers.propagation.untilServed(apiStage.name, apiStage.alias, stop.signal);
      const { readiness: request } = await gateRequests();
      await waitUntilServed({ url, connectTo, request }, candidate, limits);
    },
    planned: { result: undefined, detail: `would wait for ${target.url}${readinessPath}` },
  };
}
