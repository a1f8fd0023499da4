import { isAwsError } from '../aws/aws-errors.ts';
import type { Journal } from '../../stack/journal.ts';
import { moveAlias, moveStage } from './move.ts';
import { closeStandby, moveStandby } from './standby.ts';
import type { Writers } from './writers.ts';
import {
  calledBy,
  goodPairs,
  hasAccepted,
  isStandbyOpen,
  journalOf,
  type Target,
} from './target.ts';
import { untilProvisioned } from './until-provisioned.ts';

/**
 * Tidies up after a target accepted a pair. After a change of both the stage calls the standby alias:
 * the alias takes the version, and the stage comes back to it. Then the standby takes the version of the
 * pair before, so that one call goes back to it. Whole pairs are served all the time, so it can be left
 * and gone on with anywhere. A standby API stage that a killed release left open is closed in any case.
 *
 * @returns the target as it is, but for that, where it has accepted nothing.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function settle(writers: Writers, target: Target): Promise<Target> {
  const quiet = await closeStandby(writers, target);
  const journal = journalOf(quiet);
  if (journal?.state !== 'accepted' || !hasAccepted(quiet, journal.pair)) {
    return quiet;
  }
  const back = await comeBack(writers, quiet, journal);
  return fillStandby(writers, await untilProvisioned(writers, back), journal);
}

/**
 * Lets the API stage of a target call its first alias again, which takes the version that is served.
 *
 * @param journal what the alias is to say.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function comeBack(
  writers: Writers,
  target: Target,
  journal: Journal | undefined,
): Promise<Target> {
  const { alias, apiStage } = target;
  if (apiStage.alias === alias.name) {
    return target;
  }
  const moved = await moveAlias(writers, target, calledBy(target).version, journal);
  const ready = await untilProvisioned(writers, moved);
  return moveStage(writers, ready, { ...apiStage, alias: alias.name });
}

async function fillStandby(writers: Writers, target: Target, journal: Journal): Promise<Target> {
  try {
    return await moveStandby(writers, target, versionToHold(target, journal));
  } catch (error) {
    // The version before was deleted, so there is nothing to hold.
    if (isAwsError(error, 'ResourceNotFoundException')) {
      return target;
    }
    throw error;
  }
}

/**
 * The version of the pair before. Where going back changes code alone, the alias does it, and the standby has
 * nothing to hold: only what was put back does not stay there.
 */
function versionToHold(target: Target, { pair, before: [earlier] }: Journal): string {
  if (
    earlier !== undefined &&
    earlier.version !== pair.version &&
    earlier.deployment !== pair.deployment
  ) {
    return earlier.version;
  }
  const { version } = target.standby;
  return goodPairs(target).some((good) => good.version === version) ? version : pair.version;
}

/** Whether nothing is left to be done after a target accepted its pair, but for the standby alias. */
export function isSettled(target: Target): boolean {
  return target.apiStage.alias === target.alias.name && !isStandbyOpen(target);
}
