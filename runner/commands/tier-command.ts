import { translateError } from '../aws/aws-errors.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { runTier } from '../gates/tier.ts';
import { stopOnSignals } from './interrupt.ts';
import { tierEnvironment } from '../steps/tier-context.ts';
import { pairOf, readTargets } from '../traffic/target.ts';
import { openProvisionedStack } from './provisioned.ts';

/**
 * `npm run test:lambda` and `npm run test:api`: a tier by hand, against what a target serves now.
 *
 * @returns the exit status.
 */
export async function runTierByHand(
  tier: 'lambda' | 'api',
  options: { readonly stack: string; readonly target?: string | undefined },
): Promise<number> {
  const stop = new AbortController();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const endSignals = stopOnSignals(stop, say);
  try {
    const { settings, clients, outputs } = await openProvisionedStack(options.stack);
    const names = settings.program.targets.map(({ name }) => name);
    const name = options.target ?? names[0] ?? '';
    if (!names.includes(name)) {
      throw new UsageError(
        `Stack ${options.stack} has no target ${name}`,
        `name one of its targets: --target ${names.join(' or --target ')}`,
      );
    }
    const [target] = await readTargets(clients, outputs, [name]);
    if (target === undefined) {
      throw new Error(`Target ${name} was not read`);
    }
    const { version, deployment } = pairOf(target);
    const environment = {
      ...tierEnvironment({ settings }),
      FUNCTION_VERSION: version,
      API_URL: target.url,
      EXPECTED_VERSION: version,
      EXPECTED_DEPLOYMENT: deployment,
    };
    await runTier(tier, environment, settings.release, { signal: stop.signal, onOutput: say });
    say(`The ${tier} tier is green on ${name}: version ${version}, deployment ${deployment}.`);
    return exitStatus.done;
  } catch (error) {
    throw translateError(error, `running the ${tier} tier`);
  } finally {
    endSignals();
  }
}
