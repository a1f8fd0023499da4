import { isAwsError } from '../aws/aws-errors.ts';
import type { Journal } from './journal.ts';
import { moveAlias, moveStage, moveStandby, type Writers } from './writers.ts';
import { hasAccepted, journalOf, type Target } from './target.ts';
import { untilProvisioned } from './until-provisioned.ts';

/**
 * Tidies up after a target accepted a pair. After a change of both the stage calls the standby alias:
 * the alias takes the version, and the stage comes back to it. Then the standby takes the version of the
 * pair before, so that one call goes back to it. Whole pairs are served all the time, so it can be left
 * and gone on with anywhere.
 *
 * @returns the target as it is where it has accepted nothing.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function settle(writers: Writers, target: Target): Promise<Target> {
  const journal = journalOf(target);
  if (journal?.state !== 'accepted' || !hasAccepted(target, journal.pair)) {
    return target;
  }
  const { alias, apiStage } = target;
  const isBack = apiStage.alias === alias.name;
  const moved = isBack ? target : await moveAlias(writers, target, journal.pair.version, journal);
  const ready = await untilProvisioned(writers, moved);
  const back = await moveStage(writers, ready, { ...apiStage, alias: alias.name });
  return fillStandby(writers, back, journal);
}

/** Where going back changes code alone, the alias does it, and the standby has nothing to hold. */
async function fillStandby(writers: Writers, target: Target, journal: Journal): Promise<Target> {
  const { pair, before } = journal;
  const [earlier] = before;
  if (
    earlier === undefined ||
    earlier.version === pair.version ||
    earlier.deployment === pair.deployment
  ) {
    return target;
  }
  try {
    return await moveStandby(writers, target, earlier.version);
  } catch (error) {
    // The version before was deleted, so there is nothing to hold.
    if (isAwsError(error, 'ResourceNotFoundException')) {
      return target;
    }
    throw error;
  }
}

/** Whether nothing is left to be done after a target accepted its pair, but for the standby. */
export function isSettled({ alias, apiStage }: Target): boolean {
  return apiStage.alias === alias.name;
}
