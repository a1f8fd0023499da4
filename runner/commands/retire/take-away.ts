import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { StackOutputs } from '../../../stack/outputs.ts';
import type { Reads } from '../../lock/free-lock.ts';
import { whileLocked, type LockedRegion } from '../../lock/while-locked.ts';
import type { ProgramStack } from '../../pulumi/program-stack.ts';
import type { Propagation } from '../../traffic/propagation.ts';
import { newReleaseId } from '../open-context.ts';
import { countRecent, stillCalled } from './recent-requests.ts';
import type { Retiring } from './retiring.ts';

/** A stack of which something goes. */
export interface RetiringStack {
  /** Those that stay, the home region first. */
  readonly regions: readonly LockedRegion[];
  /** Of each region that it goes from. */
  readonly calledIn: readonly CloudWatchClient[];
  /** Of the home region. */
  readonly outputs: Pick<StackOutputs, 'functionName' | 'targets'>;
  readonly program: Pick<ProgramStack, 'retire'>;
}

/** How it goes. */
export interface Leaving {
  /** Whether it goes even when it has callers. */
  readonly mayBeCalled: boolean;
  /** Leads no caller to a region any more. */
  readonly drain: (region: string) => Promise<void>;
  readonly propagation: Reads & Pick<Propagation, 'untilForgotten'>;
  readonly stop: AbortController;
}

/**
 * Deletes what a target, or a region, consists of. No release and no rollback runs meanwhile in any region that stays,
 * and whether it is called is asked when none does. Nor does one run until no host knows of a target any more, which may
 * come back under the same names. Killed on the way, it can be called again.
 *
 * @returns the requests of the last hour that CloudWatch had counted by then.
 * @throws {LockedError} when a release is running.
 * @throws {UsageError} when it is called, and may not be.
 */
export async function takeAway(
  { regions, calledIn, outputs, program }: RetiringStack,
  retiring: Retiring,
  { mayBeCalled, drain, propagation, stop }: Leaving,
): Promise<number> {
  const { functionName } = outputs;
  const holding = { functionName, holder: newReleaseId(), stop, reads: propagation };
  return whileLocked(regions, holding, async () => {
    const requests = await countRecent(calledIn, outputs, retiring);
    if (requests > 0 && !mayBeCalled) {
      throw stillCalled(retiring, requests);
    }
    if (retiring.region !== undefined) {
      await drain(retiring.region);
      await program.retire(retiring.region, 'region', stop.signal);
    } else if (retiring.domain !== undefined) {
      await program.retire(retiring.target, 'domain', stop.signal);
    } else {
      await program.retire(retiring.target, 'target', stop.signal);
      await propagation.untilForgotten(stop.signal);
    }
    return requests;
  });
}
