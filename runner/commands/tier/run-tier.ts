import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { hideSecrets } from '../../gates/hide-secrets.ts';
import { apiEnvironment, runTier } from '../../gates/tier.ts';
import { signInOfTier } from '../../gates/tier-sign-in.ts';
import { openProgram } from '../../pulumi/open-program.ts';
import { readGateRequests } from '../../pulumi/gate-requests.ts';
import { npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { pairOf, readTarget } from '../../traffic/target.ts';
import { chooseTarget } from '../choose-target.ts';
import { stopOnSignals } from '../interrupt.ts';
import { openLiveStack } from '../provisioned.ts';
import { say, tellResult } from '../tell.ts';

interface TierOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly target: string | undefined;
  readonly region: string | undefined;
}

/**
 * `npm run test:lambda` and `npm run test:api`: a tier by hand, against what a target serves now.
 *
 * @returns the exit status.
 */
export async function runTierByHand(
  tier: 'lambda' | 'api',
  { stack, json, target: given, region }: TierOptions,
): Promise<ExitStatus> {
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: `The ${tier} tier`,
    command: npmRun(`test:${tier}`),
    now: 'ending the tests',
  });
  try {
    const { settings, clients, outputs } = await openLiveStack(stack, region);
    const name = chooseTarget(settings, given, 'first');
    const target = await readTarget(clients, outputs, name);
    const pair = pairOf(target);
    const requests = await readGateRequests(settings, () => openProgram(settings));
    const environment = {
      ...apiEnvironment(settings, target, pair, requests),
      ...(await signInOfTier(settings)),
      FUNCTION_VERSION: pair.version,
    };
    await runTier(tier, environment, settings, {
      signal: stop.signal,
      hide: (text) => hideSecrets(text, requests),
      onEnd({ isGreen, output }) {
        if (!isGreen) {
          say(output);
        }
      },
    });
    return tellResult(
      {
        version: resultVersion,
        command: `test:${tier}`,
        stack,
        outcome: 'green',
        status: exitStatus.done,
        target: name,
        pair,
      },
      json,
      `The ${tier} tier is green on ${name}: version ${pair.version}, deployment ${pair.deployment}.`,
    );
  } catch (error) {
    throw translateError(error, `running the ${tier} tier`);
  } finally {
    endSignals();
  }
}
