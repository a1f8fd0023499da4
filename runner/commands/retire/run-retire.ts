import { regionsOf } from '../../../stack/regions.ts';
import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { createClients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { countRequests } from '../../aws/metrics.ts';
import { exitStatus, UsageError, type ExitStatus } from '../../errors.ts';
import { advise, npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { confirm } from '../confirm.ts';
import { stopOnSignals } from '../interrupt.ts';
import { boundsOf } from '../../backend.ts';
import { Propagation } from '../../traffic/propagation.ts';
import { openProvisionedStack, type ProvisionedStack } from '../provisioned.ts';
import { say, tellResult } from '../tell.ts';
import { chooseRetiring, type RetiredNames } from './choose-retiring.ts';
import { drain, isRouted } from './drain-region.ts';
import { takeAway, type Retiring } from './take-away.ts';

interface RetireOptions extends RetiredNames {
  readonly stack: string;
  readonly json: boolean;
  readonly yes: boolean;
}

const recentMs = 3_600_000;

/**
 * `npm run retire`: deletes the alias, the API stage and the logs of a target that was taken out of
 * the settings, the domain of one, or all that is in a region. Releases refuse to do that by the way (invariant 1).
 *
 * @returns the exit status.
 */
export async function runRetire(options: RetireOptions): Promise<ExitStatus> {
  const { stack, json, yes } = options;
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Retiring a target',
    command: npmRun('retire', ...argumentsOf(options)),
    now: 'ending what is under way',
  });
  try {
    const opened = await openProvisionedStack(stack);
    const retiring = chooseRetiring(opened, options);
    const requests = await countRecent(opened, retiring);
    const isDrained = isRouted(opened.settings) && retiring.region !== undefined;
    await askFirst(retiring, requests, { yes, isDrained });
    const reads = new Propagation(boundsOf(opened.settings));
    await takeAway(opened, retiring, {
      ...{ reads, stop },
      drain: (region) => drain(opened.settings, region, stop.signal),
    });
    return tellResult(
      {
        version: resultVersion,
        command: 'retire',
        stack,
        outcome: 'retired',
        status: exitStatus.done,
        ...retiring,
        requests,
      },
      json,
      `${goneOf(retiring)} is gone.`,
    );
  } catch (error) {
    throw translateError(error, `retiring a target of stack ${stack}`);
  } finally {
    endSignals();
  }
}

function argumentsOf({ target, domain, region }: RetiredNames): readonly string[] {
  if (region !== undefined) {
    return ['--region', region];
  }
  return domain === undefined ? ['--target', target ?? 'NAME'] : ['--domain', domain];
}

/** Of all targets, where a region goes; of a target, in every region. */
async function countRecent(
  { clients, outputs, settings }: ProvisionedStack,
  { region, ...retiring }: Retiring,
): Promise<number> {
  const to = new Date();
  const window = { from: new Date(to.getTime() - recentMs), to };
  const regions =
    region === undefined ? regionsOf(settings.program, settings.homeRegion) : [region];
  const targets = Object.entries(outputs.targets).filter(
    ([name]) => !('target' in retiring) || name === retiring.target,
  );
  const counts = await Promise.all(
    regions.flatMap((each) => {
      const { cloudWatch } =
        each === settings.region
          ? clients
          : createClients({ ...awsPlaceOf(settings), region: each });
      return targets.map(([, { apiStage }]) =>
        countRequests(cloudWatch, { apiName: outputs.functionName, apiStage }, window),
      );
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

interface Asked {
  readonly yes: boolean;
  /** Whether its callers are led away before anything goes. */
  readonly isDrained: boolean;
}

async function askFirst(
  retiring: Retiring,
  requests: number,
  { yes, isDrained }: Asked,
): Promise<void> {
  const { option, name, what } = wordsOf(retiring);
  const traffic =
    requests === 0
      ? 'which CloudWatch saw no request to in the last hour'
      : `which had ${String(requests)} requests in the last hour`;
  // CloudWatch counts by API stage, whatever name a request came by; checks of a routed region's health count, too.
  if (yes && (requests === 0 || option === '--domain' || isDrained)) {
    return;
  }
  if (yes) {
    throw new UsageError(
      `${what.replace(/^./, (first) => first.toUpperCase())}, ${traffic}, is still called`,
      advise(npmRun('retire', option, name), 'move its callers first, or say it in a terminal'),
      { resource: what },
    );
  }
  const command = npmRun('retire', option, name, '--yes');
  await confirm({ what: `${what}, ${traffic}`, word: name, command });
}

function goneOf(retiring: Retiring): string {
  if (retiring.region !== undefined) {
    return `Region ${retiring.region}`;
  }
  const { target, domain } = retiring;
  return domain === undefined ? `Target ${target}` : `The domain ${domain}`;
}

/** How people say what goes. */
function wordsOf(retiring: Retiring) {
  if (retiring.region !== undefined) {
    const { region } = retiring;
    return { option: '--region', name: region, what: `region ${region}` };
  }
  const { target, domain } = retiring;
  return domain === undefined
    ? { option: '--target', name: target, what: `target ${target}` }
    : { option: '--domain', name: domain, what: `domain ${domain} of target ${target}` };
}
