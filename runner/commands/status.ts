import { translateError } from '../aws/errors.ts';
import { exitStatus } from '../errors.ts';
import { readLockState, type LockState } from '../lock-state.ts';
import { formatTable } from '../report/table.ts';
import { describeInterruption, describeTarget, type TargetStatus } from '../status.ts';
import { formatPair } from '../pair.ts';
import { isRollback } from '../journal.ts';
import { journalOf, readTargets, type Target } from '../target.ts';
import { openProvisionedStack } from './provisioned.ts';

/**
 * `npm run status`: what each target serves, read from AWS.
 *
 * @returns the exit status.
 */
export async function runStatus(options: {
  readonly stack: string;
  readonly json: boolean;
}): Promise<number> {
  const { targets, lock } = await readStatus(options.stack);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ stack: options.stack, targets: targets.map(describeTarget), lock })}\n`
      : `${formatStatus(targets)}\n${describeLock(lock, targets)}`,
  );
  return exitStatus.done;
}

interface Status {
  readonly targets: readonly Target[];
  readonly lock: LockState;
}

async function readStatus(stack: string): Promise<Status> {
  try {
    const { settings, clients, outputs } = await openProvisionedStack(stack);
    const names = settings.program.targets.map(({ name }) => name);
    const [targets, lock] = await Promise.all([
      readTargets(clients, outputs, names),
      readLockState(clients.lambda, outputs.functionName, new AbortController().signal),
    ]);
    return { targets, lock };
  } catch (error) {
    throw translateError(error, `reading stack ${stack}`);
  }
}

function formatStatus(targets: readonly Target[]): string {
  return formatTable([
    ['target', 'alias', 'version', 'deployment', 'state', 'url'],
    ...targets.map((target) => {
      const status = describeTarget(target);
      return [
        status.name,
        status.alias,
        describeVersions(status),
        status.deploymentId,
        describeState(target),
        status.url,
      ];
    }),
  ]);
}

function describeVersions({ version, weights }: TargetStatus): string {
  const additional = Object.entries(weights).map(
    ([other, weight]) => `, ${other} (${String(Math.round(weight * 100))} %)`,
  );
  return `${version}${additional.join('')}`;
}

function describeState(target: Target): string {
  const journal = journalOf(target);
  if (target.alias.version === '$LATEST') {
    return 'nothing released';
  }
  if (journal === undefined) {
    return 'moved by hand';
  }
  if (journal.state === 'trial') {
    return `${isRollback(journal) ? 'being rolled back' : 'on trial'} by ${journal.release}`;
  }
  const [from] = journal.rolledBack ?? [];
  const rolledBack = from === undefined ? '' : `, rolled back from ${formatPair(from)}`;
  return `accepted by ${journal.release}${rolledBack}`;
}

/** A line about what is running or was interrupted, if anything. */
function describeLock(lock: LockState, targets: readonly Target[]): string {
  switch (lock.kind) {
    case 'free':
      return '';
    case 'running':
      return `\n${lock.release} is running.\n`;
    case 'interrupted':
      return `\n${describeInterruption(lock.release, targets)}\n`;
  }
}
