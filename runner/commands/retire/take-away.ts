import { acquireLock, type Reads } from '../../lock/release-lock.ts';
import { newReleaseId } from '../open-context.ts';
import type { ProvisionedStack } from '../provisioned.ts';

/**
 * Deletes what a target consists of. No release runs meanwhile; killed on the way, it can be called again.
 *
 * @param name of a target that is not in the settings any more.
 * @param reads how old answers of AWS may be.
 * @throws {LockedError} when a release is running.
 */
export async function takeAway(
  { clients, outputs, program }: Pick<ProvisionedStack, 'clients' | 'outputs' | 'program'>,
  name: string,
  { reads, stop }: { readonly reads: Reads; readonly stop: AbortController },
): Promise<void> {
  const target = outputs.targets[name];
  if (target === undefined) {
    return;
  }
  const { functionName } = outputs;
  const lock = await acquireLock(clients.lambda, functionName, newReleaseId(), stop, { reads });
  try {
    await program.retire(name, target, stop.signal);
  } finally {
    await lock.release();
  }
}
