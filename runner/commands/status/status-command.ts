import { continueCommand, findWaiting, type Waiting } from '../../traffic/waiting.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus } from '../../errors.ts';
import { readLockState, type LockState } from '../../lock/lock-state.ts';
import { formatNext } from '../../report/message.ts';
import { advise } from '../../report/next.ts';
import { formatTable } from '../../report/table.ts';
import { describeTarget } from '../target-view.ts';
import { describeInterruption } from './interruption.ts';
import { formatPair } from '../../traffic/pair.ts';
import { isRollback } from '../../traffic/journal.ts';
import {
  isMovedByHand,
  journalOf,
  pairOf,
  readTargets,
  sharesOf,
  type Target,
} from '../../traffic/target.ts';
import { targetsWithApproval } from '../../../stack/stack-file.ts';
import { openProvisionedStack } from '../provisioned.ts';

/**
 * `npm run status`: what each target serves, read from AWS.
 *
 * @returns the exit status.
 */
export async function runStatus(options: {
  readonly stack: string;
  readonly json: boolean;
}): Promise<number> {
  const { targets, lock, waiting } = await readStatus(options.stack);
  const json = {
    stack: options.stack,
    targets: targets.map(describeTarget),
    lock,
    ...(waiting && { waiting: { target: waiting.target.name, ...waiting.pair } }),
  };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(json)}\n`
      : [
          `${formatStatus(targets)}\n`,
          describeLock(lock, targets, options.stack),
          describeWaiting(waiting, options.stack),
        ].join(''),
  );
  return exitStatus.done;
}

interface Status {
  readonly targets: readonly Target[];
  readonly lock: LockState;
  /** What asks for approval, while no release runs. */
  readonly waiting: Waiting | undefined;
}

async function readStatus(stack: string): Promise<Status> {
  try {
    const { settings, clients, outputs } = await openProvisionedStack(stack);
    const names = settings.program.targets.map(({ name }) => name);
    const [targets, lock] = await Promise.all([
      readTargets(clients, outputs, names),
      readLockState(clients.lambda, outputs.functionName, new AbortController().signal),
    ]);
    const waiting =
      lock.kind === 'free' ? findWaiting(targets, targetsWithApproval(settings)) : undefined;
    return { targets, lock, waiting };
  } catch (error) {
    throw translateError(error, `reading stack ${stack}`);
  }
}

function formatStatus(targets: readonly Target[]): string {
  return formatTable([
    ['target', 'alias', 'version', 'deployment', 'state', 'url'],
    ...targets.map((target) => {
      const { name, alias, deploymentId, url } = describeTarget(target);
      return [name, alias, describeVersions(target), deploymentId, describeState(target), url];
    }),
  ]);
}

function describeVersions(target: Target): string {
  const { version } = pairOf(target);
  const shares = sharesOf(target).map(
    ({ pair, percent }) => `, ${String(percent)} % to ${formatPair(pair)}`,
  );
  return `${version}${shares.join('')}`;
}

function describeState(target: Target): string {
  const journal = journalOf(target);
  if (target.alias.version === '$LATEST') {
    return 'nothing released';
  }
  if (journal === undefined || isMovedByHand(target)) {
    return 'moved by hand, not gated';
  }
  if (journal.state === 'trial') {
    const share = journal.percent === undefined ? '' : ` at ${String(journal.percent)} %`;
    return `${isRollback(journal) ? 'being rolled back' : 'on trial'}${share} by ${journal.release}`;
  }
  const [from] = journal.rolledBack ?? [];
  const rolledBack = from === undefined ? '' : `, rolled back from ${formatPair(from)}`;
  return `accepted by ${journal.release}${rolledBack}`;
}

/** A line about what is running or was interrupted, if anything. */
function describeLock(lock: LockState, targets: readonly Target[], stack: string): string {
  switch (lock.kind) {
    case 'free':
      return '';
    case 'running':
      return `\n${lock.release} is running.\n`;
    case 'interrupted': {
      const { text, next } = describeInterruption(lock.release, targets);
      return `\n${text}. Next: ${formatNext(next, stack)}\n`;
    }
  }
}

function describeWaiting(waiting: Waiting | undefined, stack: string): string {
  return waiting === undefined
    ? ''
    : `\n${formatPair(waiting.pair)} waits for approval before target ${waiting.target.name}. Next: ${formatNext(advise(continueCommand), stack)}\n`;
}
