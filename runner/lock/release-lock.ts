import { setTimeout as delay } from 'node:timers/promises';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { releaseLockAlias } from '../../stack/names.ts';
import { createAlias, findAlias, updateAlias, type AliasState } from '../aws/alias.ts';
import { isPreconditionFailure } from '../aws/aws-errors.ts';
import { LockedError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { formatHolder, isDeadHere, parseHolder, thisProcess } from './lock-holder.ts';

/**
 * Only one release at a time may write. The lock is an alias that serves nobody, `RELEASE`: its
 * description names the holder, and every change of it is conditional on its revision, so that it
 * needs no clock and no store of its own. The holder changes it every few seconds; one that does
 * not change it for three beats was killed, and is taken over.
 */
const beatMs = 5_000;
const beatsUntilDead = 3;
const pollMs = 500;

/** The lock as it was found: free, or left by a release that was killed. */
export interface FreeLock {
  readonly functionName: string;
  /** Undefined before a function's first release. */
  readonly alias: AliasState | undefined;
  /** Id of the release that was killed while it held the lock. */
  readonly interrupted: string | undefined;
}

export interface ReleaseLock {
  /** True once somebody took the lock away: this release may not write any more. */
  isLost(): boolean;
  /** Gives the lock back. It does not throw: a lock that stays behind is found dead. */
  release(): Promise<void>;
}

/**
 * Finds out whether a release is running, without changing anything. Where it cannot be told at
 * once, it waits for three beats at most.
 *
 * @throws {LockedError} when another release is running.
 */
export async function findFreeLock(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
): Promise<FreeLock> {
  const alias = await findAlias(lambda, functionName, releaseLockAlias);
  const holder = parseHolder(alias?.description);
  const deadline = Date.now() + beatsUntilDead * beatMs;
  while (holder !== undefined && !isDeadHere(holder) && Date.now() < deadline) {
    await delay(pollMs, undefined, { signal });
    const now = await findAlias(lambda, functionName, releaseLockAlias);
    if (now?.revisionId !== alias?.revisionId) {
      throw alreadyReleasing(functionName, holder.release);
    }
  }
  return { functionName, alias, interrupted: holder?.release };
}

/**
 * Takes the lock.
 *
 * @param release id of the release that will hold it.
 * @param stop aborted with the reason when somebody takes the lock away.
 * @throws {LockedError} when another release was faster.
 */
export async function acquireLock(
  lambda: LambdaClient,
  functionName: string,
  release: string,
  stop: AbortController,
): Promise<ReleaseLock> {
  const { alias } = await findFreeLock(lambda, functionName, stop.signal);
  const describe = (beat: number) => formatHolder({ release, process: thisProcess(), beat });
  const change = { version: '$LATEST', description: describe(0) };
  const held =
    alias === undefined
      ? await createOrFind(lambda, functionName, change)
      : await updateAlias(lambda, alias, change).catch((error: unknown) => {
          throw isPreconditionFailure(error) ? alreadyReleasing(functionName) : error;
        });
  return keepBeating(lambda, held, describe, stop);
}

async function createOrFind(
  lambda: LambdaClient,
  functionName: string,
  change: { readonly version: string; readonly description: string },
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

function keepBeating(
  lambda: LambdaClient,
  held: AliasState,
  describe: (beat: number) => string,
  stop: AbortController,
): ReleaseLock {
  let beat = 0;
  let isLost = false;
  let current = Promise.resolve(held);
  const write = (description: string) => {
    current = current.then((alias) =>
      updateAlias(lambda, alias, { version: '$LATEST', description }),
    );
    return current;
  };
  const timer = setInterval(() => {
    beat += 1;
    write(describe(beat)).catch((error: unknown) => {
      clearInterval(timer);
      isLost = isPreconditionFailure(error);
      stop.abort(isLost ? alreadyReleasing(held.functionName) : error);
    });
  }, beatMs);
  return {
    isLost: () => isLost,
    async release() {
      clearInterval(timer);
      await write('free').catch(() => undefined);
    },
  };
}

function alreadyReleasing(functionName: string, release?: string): LockedError {
  return new LockedError(
    `Another release${release === undefined ? '' : ` (${release})`} of ${functionName} is running`,
    advise(npmRun('status'), 'wait until it has ended, then look at'),
    { resource: `function ${functionName}` },
  );
}
