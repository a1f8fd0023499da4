import type { ReleaseContext } from '../context.ts';
import { limitOf, runTier, showOutput, tierEnvironment } from '../gates/tier.ts';
import { signInOfTier } from '../gates/tier-sign-in.ts';
import type { Step } from '../steps.ts';

/** The published version, by its number, before any alias moves. */
export function lambdaTier(
  context: Pick<ReleaseContext, 'settings' | 'stop' | 'reporter' | 'earlyTiers'>,
  version: string,
): Step<void> {
  const id = 'lambda-tier';
  const { settings } = context;
  const environment = { ...tierEnvironment(settings), FUNCTION_VERSION: version };
  return {
    id,
    title: 'lambda tier',
    atMost: limitOf(settings.release),
    run: async () =>
      runTier('lambda', { ...environment, ...(await signInOfTier(settings)) }, settings, {
        ...showOutput(context, id),
        next: 'api',
      }),
    detail: () => `version ${version}`,
    planned: { result: undefined, detail: `would test version ${version}` },
  };
}
