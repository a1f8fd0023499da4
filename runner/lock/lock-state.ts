import type { LambdaClient } from '@aws-sdk/client-lambda';
import { releaseLockAlias } from '../../stack/names.ts';
import { findAlias } from '../aws/alias.ts';
import { LockedError } from '../errors.ts';
import { findFreeLock } from './free-lock.ts';
import { parseHolder } from './lock-holder.ts';

/** Who holds the release lock, and whether the holder lives. */
export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'running' | 'interrupted'; readonly release: string };

/**
 * Reads the release lock without changing it. Of a lock that is held on another machine it takes a
 * few seconds to tell whether the holder lives.
 */
export async function readLockState(
  lambda: LambdaClient,
  functionName: string,
  signal: AbortSignal,
): Promise<LockState> {
  const alias = await findAlias(lambda, functionName, releaseLockAlias);
  const holder = parseHolder(alias?.description);
  if (holder === undefined) {
    return { kind: 'free' };
  }
  const { release } = holder;
  try {
    const { interrupted } = await findFreeLock(lambda, functionName, signal);
    return interrupted === undefined ? { kind: 'free' } : { kind: 'interrupted', release };
  } catch (error) {
    if (error instanceof LockedError) {
      return { kind: 'running', release };
    }
    throw error;
  }
}
