import { translateError } from '../aws/aws-errors.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { apiEnvironment, runTier } from '../gates/tier.ts';
import { npmRun } from '../report/next.ts';
import { stopOnSignals } from './interrupt.ts';
import { pairOf, readTarget } from '../traffic/target.ts';
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
  const endSignals = stopOnSignals(stop, say, {
    what: `The ${tier} tier`,
    command: npmRun(`test:${tier}`),
    now: 'ending the tests',
  });
  try {
    const { settings, clients, outputs } = await openProvisionedStack(options.stack);
    const names = settings.program.targets.map(({ name }) => name);
    const name = options.target ?? names[0] ?? '';
    if (!names.includes(name)) {
      throw new UsageError(`Stack ${options.stack} has no target ${name}`, {
        text: `name one of its targets: --target ${names.join(' or --target ')}`,
      });
    }
    const target = await readTarget(clients, outputs, name);
    const pair = pairOf(target);
    const environment = {
      ...apiEnvironment(settings, target.url, pair),
      FUNCTION_VERSION: pair.version,
    };
    await runTier(tier, environment, settings.release, { signal: stop.signal, onOutput: say });
    say(
      `The ${tier} tier is green on ${name}: version ${pair.version}, deployment ${pair.deployment}.`,
    );
    return exitStatus.done;
  } catch (error) {
    throw translateError(error, `running the ${tier} tier`);
  } finally {
    endSignals();
  }
}
