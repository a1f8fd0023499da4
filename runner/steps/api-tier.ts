import type { ReleaseContext } from '../context.ts';
import { apiEnvironment, runTier, showOutput } from '../gates/tier.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../traffic/pair.ts';
import type { Target } from '../traffic/target.ts';

/** The target's URL, as its callers see it. */
export function apiTier(
  context: Pick<ReleaseContext, 'settings' | 'stop' | 'reporter'>,
  { name, url }: Pick<Target, 'name' | 'url'>,
  candidate: Pair,
): Step<void> {
  const id = `api-tier-${name}`;
  const { settings } = context;
  const environment = apiEnvironment(settings, { name, url }, candidate);
  return {
    id,
    title: `api tier on ${name}`,
    run: () => runTier('api', environment, settings.release, showOutput(context, id)),
    planned: { result: undefined, detail: `would test ${url}` },
  };
}
