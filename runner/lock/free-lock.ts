import { setTimeout as delay } from 'node:timers/promises';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { releaseLockAlias } from '../../stack/names.ts';
import { findAlias, type AliasState } from '../aws/alias.ts';
import { LockedError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { beatMs, beatsUntilDead } from './beats.ts';
import { isDeadHere, parseHolder } from './lock-holder.ts';

export const pollMs = 500;

/** How old an answer of AWS may be, and how to wait for one that is not. */
export interface Reads {
  readonly oldReadMs: number;
  /** Milliseconds by a clock that nobody sets. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export const alwaysTrue: Reads = {
  oldReadMs: 0,
  now: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

/** The lock as it was found: free, or left by a release that was killed. */
export interface FreeLock {
  readonly functionName: string;
  /** Undefined before a function's first release. */
  readonly alias: AliasState | undefined;
  /** Id of the release that was killed while it held the lock. */
  readonly interrupted: string | undefined;
}

/**
 * Finds out whether a release is running, without changing anything. Where it cannot be told at
 * once, it waits for three beats at most, and before until no answer is older than this call: an old
 * one may say that the lock is held still, or by an earlier beat.
 *
 * @throws {LockedError} when another release is running.
 */
export async function findFreeLock(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
  reads = alwaysTrue,
): Promise<FreeLock> {
  const alias = await readUnlessHeld(lambda, functionName, signal, reads);
  const holder = parseHolder(alias?.description);
  const deadline = performance.now() + beatsUntilDead * beatMs;
  while (holder !== undefined && !isDeadHere(holder) && performance.now() < deadline) {
    await delay(pollMs, undefined, { signal });
    const now = await findAlias(lambda, functionName, releaseLockAlias);
    if (now?.revisionId !== alias?.revisionId) {
      throw alreadyReleasing(functionName, holder.release);
    }
  }
  return { functionName, alias, interrupted: holder?.release };
}

/** Reads the lock, again and again while it is held, until the answer is true. */
async function readUnlessHeld(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
  { oldReadMs, now, sleep }: Reads,
): Promise<AliasState | undefined> {
  const trueFrom = now() + oldReadMs;
  for (;;) {
    const isTrue = now() >= trueFrom;
    const alias = await findAlias(lambda, functionName, releaseLockAlias);
    const holder = parseHolder(alias?.description);
    if (isTrue || holder === undefined || isDeadHere(holder)) {
      return alias;
    }
    await sleep(pollMs, signal);
  }
}

export function alreadyReleasing(functionName: string, release?: string): LockedError {
  return new LockedError(
    `Another release${release === undefined ? '' : ` (${release})`} of ${functionName} is running`,
    advise(npmRun('status'), 'wait until it has ended, then look at'),
    { resource: `function ${functionName}` },
  );
}
