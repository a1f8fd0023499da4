import { acquireLock, type Reads } from '../../lock/release-lock.ts';
import { newReleaseId } from '../open-context.ts';
import type { ProvisionedStack } from '../provisioned.ts';

/** What goes: a target that is not in the settings any more, or only the domain of one. */
export interface Retiring {
  readonly target: string;
  readonly domain?: string;
}

/**
 * Deletes what a target consists of. No release runs meanwhile; killed on the way, it can be called again.
 *
 * @param reads how old answers of AWS may be.
 * @throws {LockedError} when a release is running.
 */
export async function takeAway(
  { clients, outputs, program }: Pick<ProvisionedStack, 'clients' | 'outputs' | 'program'>,
  { target, domain }: Retiring,
  { reads, stop }: { readonly reads: Reads; readonly stop: AbortController },
): Promise<void> {
  const { functionName } = outputs;
  const lock = await acquireLock(clients.lambda, functionName, newReleaseId(), stop, { reads });
  try {
    await program.retire(target, domain === undefined ? 'target' : 'domain', stop.signal);
  } finally {
    await lock.release();
  }
}
