import { requireDigest } from '../require-digest.ts';
import {
  formatVerified,
  isVerified,
  readServedCode,
  verifyServed,
  type ServedCode,
  type Verified,
} from './served-code.ts';
import { continueCommand, findWaiting, type Waiting } from '../../traffic/waiting.ts';
import { translateError } from '../../aws/aws-errors.ts';
import { exitStatus, type ExitStatus } from '../../errors.ts';
import { readLockState, type LockState } from '../../lock/lock-state.ts';
import { formatProblem } from '../../report/message.ts';
import { toNextResult } from '../../report/next-result.ts';
import { advise, npmRun, type Next } from '../../report/next.ts';
import { resultVersion } from '../../report/results/parts.ts';
import { formatTable } from '../../report/table.ts';
import { describeTarget } from '../target-view.ts';
import { tellResult } from '../tell.ts';
import { describeInterruption } from './interruption.ts';
import { describeState } from './target-state.ts';
import { formatPair } from '../../traffic/pair.ts';
import { pairOf, readTargets, sharesOf, type Target } from '../../traffic/target.ts';
import { openLiveStack } from '../provisioned.ts';

interface StatusOptions {
  readonly stack: string;
  readonly json: boolean;
  readonly verify: string | undefined;
}

/**
 * `npm run status`: what each target serves, read from AWS.
 *
 * @returns the exit status.
 */
export async function runStatus({ stack, json, verify }: StatusOptions): Promise<ExitStatus> {
  const wanted = verify === undefined ? undefined : requireDigest('--verify', verify);
  const status = await readStatus(stack, wanted !== undefined);
  const { targets, lock, waiting, served } = status;
  const verified = wanted === undefined ? undefined : verifyServed(served, wanted);
  const open = describeOpen(status);
  const next = open?.next;
  return tellResult(
    {
      version: resultVersion,
      command: 'status',
      stack,
      ...outcomeOf(verified),
      targets: targets.map(describeTarget),
      lock,
      waiting: waiting ? { target: waiting.target.name, ...waiting.pair } : null,
      ...(verified && { verified }),
      next: next ? toNextResult(next, stack) : null,
    },
    json,
    [
      formatStatus(targets),
      ...(open ? [formatOpen(open, stack)] : []),
      ...(verified ? [formatVerified(verified)] : []),
    ].join('\n\n'),
  );
}

interface Status {
  readonly targets: readonly Target[];
  /** Names of those that the settings have, and AWS has not. */
  readonly missing: readonly string[];
  readonly lock: LockState;
  /** What asks for approval, while no release runs. */
  readonly waiting: Waiting | undefined;
  /** Read only for `--verify`. */
  readonly served: readonly ServedCode[];
}

function outcomeOf(verified: Verified | undefined) {
  if (verified === undefined) {
    return { outcome: 'done', status: exitStatus.done } as const;
  }
  return isVerified(verified)
    ? ({ outcome: 'verified', status: exitStatus.done } as const)
    : ({ outcome: 'other code', status: exitStatus.gateRed } as const);
}

async function readStatus(stack: string, readsCode: boolean): Promise<Status> {
  try {
    const { settings, clients, outputs } = await openLiveStack(stack);
    const names = settings.program.targets.map(({ name }) => name);
    const isMade = (name: string) => outputs.targets[name] !== undefined;
    const [targets, lock] = await Promise.all([
      readTargets(clients, outputs, names.filter(isMade)),
      readLockState(clients.lambda, outputs.functionName, new AbortController().signal),
    ]);
    const waiting = lock.kind === 'free' ? findWaiting(targets) : undefined;
    const served = readsCode ? await readServedCode(clients.lambda, targets) : [];
    const missing = names.filter((name) => !isMade(name));
    return { targets, missing, lock, waiting, served };
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

/** What is not at its end, and what to do about it. */
interface Open {
  readonly text: string;
  readonly next?: Next;
}

function describeOpen({ lock, targets, missing, waiting }: Status): Open | undefined {
  switch (lock.kind) {
    case 'running':
      return { text: `${lock.release} is running` };
    case 'interrupted':
      return describeInterruption(lock.release, targets);
    case 'free':
      return waiting === undefined ? describeMissing(missing) : describeWaiting(waiting);
  }
}

function describeWaiting({ pair, target }: Waiting): Open {
  const text = `${formatPair(pair)} waits for approval before target ${target.name}`;
  return { text, next: advise(continueCommand) };
}

function describeMissing(missing: readonly string[]): Open | undefined {
  if (missing.length === 0) {
    return undefined;
  }
  const targets = missing.map((name) => `target ${name}`).join(', ');
  return { text: `Not provisioned yet: ${targets}`, next: advise(npmRun('release')) };
}

function formatOpen({ text, next }: Open, stack: string): string {
  return next === undefined ? `${text}.` : formatProblem({ message: text, next }, stack);
}
