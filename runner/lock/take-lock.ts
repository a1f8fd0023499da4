import type { LambdaClient } from '@aws-sdk/client-lambda';
import { releaseLockAlias } from '../../stack/names.ts';
import { createAlias, findAlias, updateAlias, type AliasState } from '../aws/alias.ts';
import { isPreconditionFailure } from '../aws/aws-errors.ts';
import {
  alreadyReleasing,
  alwaysTrue,
  findFreeLock,
  pollMs,
  type FreeLock,
  type Reads,
} from './free-lock.ts';
import { describeHeld, keepBeating, type ReleaseLock } from './held-lock.ts';
import { isDeadHere, parseHolder } from './lock-holder.ts';
import { thisMoment } from './moment.ts';

/**
 * Takes the lock.
 *
 * @param release id of the release that will hold it.
 * @param stop aborted with the reason when somebody takes the lock away.
 * @param found as {@link findFreeLock} found it a while ago; the lock is looked for again where that was changed.
 * @throws {LockedError} when another release was faster.
 */
export async function acquireLock(
  lambda: LambdaClient,
  functionName: string,
  release: string,
  stop: AbortController,
  {
    reads = alwaysTrue,
    found,
  }: { readonly reads?: Reads; readonly found?: FreeLock | undefined } = {},
): Promise<ReleaseLock> {
  const change = { version: '$LATEST', description: describeHeld(release, 0) };
  const begunAt = thisMoment();
  const known = found?.alias && (await takeIfUnchanged(lambda, found.alias, change));
  if (known !== undefined) {
    return keepBeating(lambda, known, release, { takenAt: begunAt, stop, isAsFound: true });
  }
  const { alias } = await findFreeLock(lambda, functionName, stop.signal, reads);
  const takenAt = thisMoment();
  const held =
    alias === undefined
      ? await createOrFind(lambda, functionName, change)
      : await takeOver(lambda, alias, change, { signal: stop.signal, reads });
  return keepBeating(lambda, held, release, { takenAt, stop, isAsFound: false });
}

/** @returns undefined where the lock was changed since it was found. */
async function takeIfUnchanged(
  lambda: LambdaClient,
  found: AliasState,
  change: LockChange,
): Promise<AliasState | undefined> {
  return updateAlias(lambda, found, change).catch((error: unknown) => {
    if (isPreconditionFailure(error)) {
      return undefined;
    }
    throw error;
  });
}

/** Takes a lock that was found free; one that was changed since then is looked at again. */
async function takeOver(
  lambda: LambdaClient,
  found: AliasState,
  change: LockChange,
  { signal, reads }: { readonly signal: AbortSignal; readonly reads: Reads },
): Promise<AliasState> {
  const { functionName } = found;
  // What was found may have been an old answer as long as this.
  const trueFrom = reads.now() + reads.oldReadMs;
  for (let free = found, isTrue = reads.oldReadMs === 0; ;) {
    try {
      return await updateAlias(lambda, free, change);
    } catch (error) {
      if (!isPreconditionFailure(error)) {
        throw error;
      }
      if (isTrue) {
        const now = await findAlias(lambda, functionName, releaseLockAlias);
        throw alreadyReleasing(functionName, parseHolder(now?.description)?.release);
      }
      isTrue = reads.now() >= trueFrom;
      free = await findFreeAgain(lambda, free, { signal, reads, trueFrom });
    }
  }
}

/**
 * What refused a write may not be seen yet, nor that who held the lock meanwhile gave it back, or was killed.
 *
 * @param trueFrom when the lock as it is then is seen.
 */
async function findFreeAgain(
  lambda: LambdaClient,
  { functionName, revisionId }: AliasState,
  {
    signal,
    reads,
    trueFrom,
  }: { readonly signal: AbortSignal; readonly reads: Reads; readonly trueFrom: number },
): Promise<AliasState> {
  while (reads.now() < trueFrom) {
    const now = await findAlias(lambda, functionName, releaseLockAlias);
    const holder = parseHolder(now?.description);
    const isFree = holder === undefined || isDeadHere(holder);
    if (now !== undefined && now.revisionId !== revisionId && isFree) {
      return now;
    }
    await reads.sleep(pollMs, signal);
  }
  const { alias } = await findFreeLock(lambda, functionName, signal, reads);
  if (alias === undefined) {
    throw alreadyReleasing(functionName);
  }
  return alias;
}

interface LockChange {
  readonly version: string;
  readonly description: string;
}

async function createOrFind(
  lambda: LambdaClient,
  functionName: string,
  change: LockChange,
): Promise<AliasState> {
  const held =
    (await createAlias(lambda, functionName, releaseLockAlias, change)) ??
    (await findAlias(lambda, functionName, releaseLockAlias));
  // It may exist by an earlier attempt of the same call, whose answer was lost.
  if (held?.description !== change.description) {
    throw alreadyReleasing(functionName, parseHolder(held?.description)?.release);
  }
  return held;
}
