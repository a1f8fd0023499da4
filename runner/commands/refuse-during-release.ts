import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ConflictError } from '../errors.ts';
import { readLockState } from '../lock/lock-state.ts';
import { advise, npmRun } from '../report/next.ts';

interface Asking {
  readonly functionName: string;
  /** What is refused, as it is typed after `npm run`. */
  readonly command: string;
  readonly signal: AbortSignal;
}

/**
 * For what does not take the release lock itself.
 *
 * @throws {ConflictError} while a release is running, which changes what a command would look at, or take away.
 */
export async function refuseDuringRelease(
  lambda: LambdaClient,
  { functionName, command, signal }: Asking,
): Promise<void> {
  const lock = await readLockState(lambda, functionName, signal);
  if (lock.kind === 'running') {
    throw new ConflictError(
      `Release ${lock.release} is running`,
      advise(npmRun(command), 'wait until it has ended, then'),
    );
  }
}
