import type { ReleaseContext } from '../context.ts';
import { waitUntilServed } from '../gates/readiness.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import type { Target } from '../traffic/target.ts';

/** Waits until every host knows of the standby API stage, and its URL answers with the candidate. */
export function waitForStandby(
  {
    settings,
    stop,
    writers,
    gateRequests,
  }: Pick<ReleaseContext, 'settings' | 'stop' | 'writers' | 'gateRequests'>,
  { name, standbyStage }: Target,
  candidate: Pair,
): Step<void> {
  const { readinessTimeout } = settings.release;
  return {
    id: `ready-standby-${name}`,
    title: `standby of ${name} answers`,
    async run() {
      if (standbyStage !== undefined) {
        await writers.propagation.untilServed(standbyStage.name, standbyStage.alias, stop.signal);
        const { readiness: request } = await gateRequests();
        const { url, connectTo } = standbyStage;
        const limits = { timeoutMs: readinessTimeout * 1000, signal: stop.signal };
        await waitUntilServed({ url, connectTo, request }, candidate, limits);
      }
    },
    planned: { result: undefined, detail: 'would wait for it' },
  };
}
