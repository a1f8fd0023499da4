import { addressesOf, formatAddress } from '../../../stack/domain-address.ts';
import type { StackOutputs } from '../../../stack/outputs.ts';
import type { Settings } from '../../../stack/stack-file.ts';
import { stackFileOf } from '../../../stack/stack-name.ts';
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
import { takeAway, type Retiring } from './take-away.ts';

interface RetireOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly target: string | undefined;
  readonly domain: string | undefined;
  readonly yes: boolean;
}

const recentMs = 3_600_000;

/**
 * `npm run retire`: deletes the alias, the API stage and the logs of a target that was taken out of
 * the settings, or the domain of one. Releases refuse to do that by the way (invariant 1).
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
    const requests = await countRecent(opened, retiring.target);
    await askFirst(retiring, requests, yes);
    const reads = new Propagation(boundsOf(opened.settings));
    await takeAway(opened, retiring, { reads, stop });
    return tellResult(
      {
        version: resultVersion,
        command: 'retire',
        stack,
        outcome: 'retired',
        status: exitStatus.done,
        target: retiring.target,
        ...(retiring.domain !== undefined && { domain: retiring.domain }),
        requests,
      },
      json,
      retiring.domain === undefined
        ? `Target ${retiring.target} is gone.`
        : `The domain ${retiring.domain} is gone.`,
    );
  } catch (error) {
    throw translateError(error, `retiring a target of stack ${stack}`);
  } finally {
    endSignals();
  }
}

function argumentsOf({ target, domain }: RetireOptions): readonly string[] {
  return domain === undefined ? ['--target', target ?? 'NAME'] : ['--domain', domain];
}

function chooseRetiring(stack: ProvisionedStack, { target, domain }: RetireOptions): Retiring {
  if (domain === undefined) {
    return { target: chooseRetired(stack, target) };
  }
  if (target !== undefined) {
    throw new UsageError(
      '--target takes its domain with it, so --domain says nothing beside it',
      advise(npmRun('retire', '--target', target)),
    );
  }
  const { outputs, settings } = stack;
  const wanted = addressesOf(settings.program).map(formatAddress);
  const gone = Object.entries(outputs.targets).flatMap(([name, each]) =>
    each.domain === undefined || wanted.includes(each.domain) ? [] : [[each.domain, name] as const],
  );
  const found = gone.find(([address]) => address === domain);
  if (found === undefined) {
    const known = gone.map(([address]) => address).join(', ');
    throw new UsageError(
      `${domain} is no domain of stack ${settings.stack} that was taken out of its settings${known === '' ? '' : `; those are ${known}`}`,
      { text: `look at domain.targets in ${stackFileOf(settings.stack)}` },
      { resource: `stack ${settings.stack}` },
    );
  }
  return { target: found[1], domain };
}

function chooseRetired(
  { outputs, settings }: { readonly outputs: StackOutputs; readonly settings: Settings },
  name: string | undefined,
): string {
  const { stack, program } = settings;
  const kept = program.targets.map((target) => `${target.alias} ${target.apiStage}`);
  const gone = Object.entries(outputs.targets)
    .filter(([, { alias, apiStage }]) => !kept.includes(`${alias} ${apiStage}`))
    .map(([each]) => each);
  if (name !== undefined && gone.includes(name)) {
    return name;
  }
  const [first] = gone;
  if (first !== undefined) {
    throw new UsageError(
      name === undefined
        ? `The target to retire is not named; not in the settings of stack ${stack} any more: ${gone.join(', ')}`
        : `Target ${name} is not one that was taken out of the settings of stack ${stack}; those are ${gone.join(', ')}`,
      advise(npmRun('retire', '--target', first)),
    );
  }
  throw new UsageError(
    `Every target of stack ${stack} is in its settings, so none can be retired`,
    { text: `take it out of ${stackFileOf(stack)} first` },
    { resource: `stack ${stack}` },
  );
}

function countRecent({ clients, outputs }: ProvisionedStack, name: string): Promise<number> {
  const to = new Date();
  const of = { apiName: outputs.functionName, apiStage: outputs.targets[name]?.apiStage ?? '' };
  return countRequests(clients.cloudWatch, of, { from: new Date(to.getTime() - recentMs), to });
}

async function askFirst(
  { target, domain }: Retiring,
  requests: number,
  yes: boolean,
): Promise<void> {
  const name = domain ?? target;
  const what = domain === undefined ? `target ${target}` : `domain ${domain} of target ${target}`;
  const option = domain === undefined ? '--target' : '--domain';
  const traffic =
    requests === 0
      ? 'which CloudWatch saw no request to in the last hour'
      : `which had ${String(requests)} requests in the last hour`;
  // CloudWatch counts by API stage, whatever name a request came by.
  if (yes && (requests === 0 || domain !== undefined)) {
    return;
  }
  if (yes) {
    throw new UsageError(
      `Target ${name}, ${traffic}, is still called`,
      advise(npmRun('retire', option, name), 'move its callers first, or say it in a terminal'),
      { resource: `target ${name}` },
    );
  }
  const command = npmRun('retire', option, name, '--yes');
  await confirm({ what: `${what}, ${traffic}`, word: name, command });
}
