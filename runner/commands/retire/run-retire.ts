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
import { takeAway } from './take-away.ts';

interface RetireOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly target: string | undefined;
  readonly yes: boolean;
}

const recentMs = 3_600_000;

/**
 * `npm run retire`: deletes the alias, the API stage and the logs of a target that was taken out of
 * the settings. Releases refuse to do that by the way (invariant 1).
 *
 * @returns the exit status.
 */
export async function runRetire({ stack, json, target, yes }: RetireOptions): Promise<ExitStatus> {
  const stop = new AbortController();
  const endSignals = stopOnSignals(stop, say, {
    what: 'Retiring a target',
    command: npmRun('retire', '--target', target ?? 'NAME'),
    now: 'ending what is under way',
  });
  try {
    const opened = await openProvisionedStack(stack);
    const name = chooseRetired(opened, target);
    const requests = await countRecent(opened, name);
    await askFirst(name, requests, yes);
    await takeAway(opened, name, { reads: new Propagation(boundsOf(opened.settings)), stop });
    return tellResult(
      {
        version: resultVersion,
        command: 'retire',
        stack,
        outcome: 'retired',
        status: exitStatus.done,
        target: name,
        requests,
      },
      json,
      `Target ${name} is gone.`,
    );
  } catch (error) {
    throw translateError(error, `retiring a target of stack ${stack}`);
  } finally {
    endSignals();
  }
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

async function askFirst(name: string, requests: number, yes: boolean): Promise<void> {
  const traffic =
    requests === 0
      ? 'which CloudWatch saw no request to in the last hour'
      : `which had ${String(requests)} requests in the last hour`;
  if (yes && requests === 0) {
    return;
  }
  if (yes) {
    throw new UsageError(
      `Target ${name}, ${traffic}, is still called`,
      advise(npmRun('retire', '--target', name), 'move its callers first, or say it in a terminal'),
      { resource: `target ${name}` },
    );
  }
  const command = npmRun('retire', '--target', name, '--yes');
  await confirm({ what: `target ${name}, ${traffic}`, word: name, command });
}
