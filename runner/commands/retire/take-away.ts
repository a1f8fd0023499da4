import { acquireLock, type Reads } from '../../lock/release-lock.ts';
import { newReleaseId } from '../open-context.ts';
import type { ProvisionedStack } from '../provisioned.ts';

/** What goes, as it is not in the settings any more: a target, only the domain of one, or a region. */
export type Retiring =
  | { readonly target: string; readonly domain?: string; readonly region?: undefined }
  | { readonly region: string };

/**
 * Deletes what a target, or a region, consists of. No release runs meanwhile; killed on the way, it can be called again.
 *
 * @param reads how old answers of AWS may be.
 * @throws {LockedError} when a release is running.
 */
export async function takeAway(
  { clients, outputs, program }: Pick<ProvisionedStack, 'clients' | 'outputs' | 'program'>,
  retiring: Retiring,
  {
    reads,
    stop,
    drain,
  }: {
    readonly reads: Reads;
    readonly stop: AbortController;
    /** Leads no caller to a region any more. */
    readonly drain: (region: string) => Promise<void>;
  },
): Promise<void> {
  const { functionName } = outputs;
  const lock = await acquireLock(clients.lambda, functionName, newReleaseId(), stop, { reads });
  try {
    if (retiring.region !== undefined) {
      await drain(retiring.region);
      await program.retire(retiring.region, 'region', stop.signal);
    } else {
      const which = retiring.domain === undefined ? 'target' : 'domain';
      await program.retire(retiring.target, which, stop.signal);
    }
  } finally {
    await lock.release();
  }
}
