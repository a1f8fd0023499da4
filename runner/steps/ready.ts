import type { ReleaseContext } from '../context.ts';
import { waitUntilServed } from '../gates/readiness.ts';
import type { Step } from '../steps.ts';
import { formatPair, type Pair } from '../traffic/pair.ts';
import type { Target } from '../traffic/target.ts';

/** Waits until every host that answers for the target knows of the move, and its URL answers with the candidate. */
export function waitForUrl(
  {
    settings,
    stop,
    writers,
    requestHeaders,
  }: Pick<ReleaseContext, 'settings' | 'stop' | 'writers' | 'requestHeaders'>,
  target: Target,
  candidate: Pair,
): Step<void> {
  const { readinessPath, readinessTimeout } = settings.release;
  const url = `${target.url}${readinessPath}`;
  const { connectTo } = target;
  const limits = { timeoutMs: readinessTimeout * 1000, signal: stop.signal, connectTo };
  return {
    id: `ready-${target.name}`,
    title: `${target.name} answers`,
    atMost: { seconds: readinessTimeout, until: `it answers with ${formatPair(candidate)}` },
    async run() {
      const { apiStage } = target;
      await writers.propagation.untilServed(apiStage.name, apiStage.alias, stop.signal);
      const { sent } = await requestHeaders();
      await waitUntilServed(url, candidate, { ...limits, sent });
    },
    planned: { result: undefined, detail: `would wait for ${url}` },
  };
}
