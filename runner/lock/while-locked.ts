import type { LambdaClient } from '@aws-sdk/client-lambda';
import { translateError } from '../aws/aws-errors.ts';
import type { Reads } from './free-lock.ts';
import type { ReleaseLock } from './held-lock.ts';
import { acquireLock } from './take-lock.ts';

/** A region whose release lock is held. */
export interface LockedRegion {
  readonly name: string;
  readonly lambda: LambdaClient;
}

interface Holding {
  readonly functionName: string;
  /** What holds the locks, as a release id. */
  readonly holder: string;
  /** Aborted with the reason when somebody takes a lock away. */
  readonly stop: AbortController;
  readonly reads: Reads;
}

/**
 * Does something while no release and no rollback runs in any of these regions. It is no release itself, so the history
 * does not tell of it. The locks are taken as a release takes them, the first region's first.
 *
 * @throws {LockedError} when a release or rollback is running in one of them; what was taken is given back by then.
 */
export async function whileLocked<R>(
  regions: readonly LockedRegion[],
  { functionName, holder, stop, reads }: Holding,
  work: () => Promise<R>,
): Promise<R> {
  const held: ReleaseLock[] = [];
  try {
    for (const { name, lambda } of regions) {
      const taking = acquireLock(lambda, functionName, holder, stop, { reads });
      held.push(
        await taking.catch((error: unknown) => {
          throw translateError(error, `taking the release lock of ${functionName} in ${name}`);
        }),
      );
    }
    return await work();
  } finally {
    await Promise.all(held.map((lock) => lock.release()));
  }
}
