import type { ReleaseContext } from '../context.ts';
import { hideSecrets } from '../gates/hide-secrets.ts';
import { apiEnvironment, limitOf, runTier, showOutput } from '../gates/tier.ts';
import { signInOfTier } from '../gates/tier-sign-in.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import type { Target } from '../traffic/target.ts';

/** What is tested: a target's URL as its callers see it, or its standby's. */
interface Tested extends Pick<Target, 'name' | 'url'> {
  /** For people; the target's name where it is left out. */
  readonly where?: string;
}

/** The api tier against a URL. */
export function apiTier(
  context: Pick<ReleaseContext, 'settings' | 'stop' | 'reporter' | 'gateRequests' | 'earlyTiers'>,
  { name, url, where = name }: Tested,
  candidate: Pair,
): Step<void> {
  const id = `api-tier-${name}`;
  const { settings } = context;
  const isLast = settings.program.targets.at(-1)?.name === name;
  return {
    id,
    title: `api tier on ${where}`,
    atMost: limitOf(settings.release),
    async run() {
      const requests = await context.gateRequests();
      const environment = apiEnvironment(settings, { name, url }, candidate, requests);
      await runTier('api', { ...environment, ...(await signInOfTier(settings)) }, settings, {
        ...showOutput(context, id),
        next: isLast ? undefined : 'api',
        hide: (text) => hideSecrets(text, requests),
      });
    },
    planned: { result: undefined, detail: `would test ${url}` },
  };
}
