import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { createClients } from '../../aws/clients.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { npmRun } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { confirm } from '../confirm.ts';
import { stopOnSignals } from '../interrupt.ts';
import { boundsOf } from '../../backend.ts';
import { Propagation } from '../../traffic/propagation.ts';
import { openProvisionedStack, type ProvisionedStack } from '../provisioned.ts';
import { say, sayWait, tellResult } from '../tell.ts';
import { chooseRetiring, type RetiredNames } from './choose-retiring.ts';
import { drain, isRouted } from './drain-region.ts';
import { countRecent, howToRetire, tellRecent } from './recent-requests.ts';
import { wordsOf, type Retiring } from './retiring.ts';
import { takeAway } from './take-away.ts';

interface RetireOptions extends RetiredNames {
  readonly stack: string;
  readonly json: boolean;
  readonly yes: boolean;
}

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
    const { settings, outputs, program } = opened;
    const retiring = chooseRetiring(opened, options);
    const regions = opened.regions.map(({ clients, settings: { region: name } }) => {
      return { name, lambda: clients.lambda };
    });
    const calledIn = whereCalled(opened, retiring);
    // CloudWatch counts by API stage, whatever name a request came by; checks of a routed region's health count, too.
    const isExpected =
      wordsOf(retiring).option === '--domain' ||
      (retiring.region !== undefined && isRouted(settings));
    const told = yes ? 0 : await countRecent(calledIn, outputs, retiring);
    if (!yes) {
      const { what, name } = wordsOf(retiring);
      await confirm({
        what: `${what}, ${tellRecent(told)}`,
        word: name,
        next: howToRetire(retiring, { mayBeCalled: isExpected, requests: told }),
        signal: stop.signal,
      });
    }
    const requests = await takeAway({ regions, calledIn, outputs, program }, retiring, {
      mayBeCalled: isExpected || told > 0,
      drain: (region) => drain(settings, region, stop.signal),
      propagation: new Propagation(boundsOf(settings), { onWait: sayWait }),
      stop,
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

/** Of a target, in every region. */
function whereCalled(
  { settings, regions }: ProvisionedStack,
  { region }: Retiring,
): readonly CloudWatchClient[] {
  return region === undefined
    ? regions.map(({ clients }) => clients.cloudWatch)
    : [createClients({ ...awsPlaceOf(settings), region }).cloudWatch];
}

function goneOf(retiring: Retiring): string {
  if (retiring.region !== undefined) {
    return `Region ${retiring.region}`;
  }
  const { target, domain } = retiring;
  return domain === undefined ? `Target ${target}` : `The domain ${domain}`;
}
