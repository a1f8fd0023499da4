import type { ReleaseContext } from '../context.ts';
import { waitUntilServed } from '../gates/readiness.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../traffic/pair.ts';
import type { Target } from '../traffic/target.ts';

/** Waits until the target's URL answers with the candidate. */
export function waitForUrl(
  { settings, stop }: Pick<ReleaseContext, 'settings' | 'stop'>,
  target: Pick<Target, 'name' | 'url'>,
  candidate: Pair,
): Step<void> {
  const { readinessPath, readinessTimeout } = settings.release;
  const url = `${target.url}${readinessPath}`;
  const limits = { timeoutMs: readinessTimeout * 1000, signal: stop.signal };
  return {
    id: `ready-${target.name}`,
    title: `${target.name} answers`,
    run: () => waitUntilServed(url, candidate, limits),
    planned: { result: undefined, detail: `would wait for ${url}` },
  };
}
