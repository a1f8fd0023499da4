import type { Throttling } from '../aws/api-stage.ts';
import type { Pair } from '../../stack/pair.ts';
import { putBack } from './promotion.ts';
import { canGoOn } from './rollout.ts';
import { comeBack } from './settling.ts';
import { calledBy, journalOf, lastJournal, type Target } from './target.ts';
import { moveStandby, openStandby } from './standby.ts';
import type { Writers } from './writers.ts';

/** How a candidate is staged. */
export interface Staging {
  /** Of the standby API stage while it is open. */
  readonly throttling: Throttling;
  /** Id of the release, for the journal. */
  readonly release: string;
}

/**
 * Lets the standby alias of a target take a candidate's version ahead of {@link stageCandidate}, where nothing has to
 * be done for that but to move it: no API stage that answers anybody calls it. So hosts learn of it while gates run.
 *
 * @returns the target as it is where that is not so.
 * @throws {ConflictError} when somebody else moved the alias.
 */
export async function prepareStandby(
  writers: Writers,
  target: Target,
  { version }: Pair,
): Promise<Target> {
  return isIdle(target) ? moveStandby(writers, target, version) : target;
}

function isIdle(target: Target): boolean {
  const { standby, standbyStage, apiStage } = target;
  return (
    standbyStage?.isClosed === true &&
    journalOf(target)?.state !== 'trial' &&
    calledBy(target) !== standby &&
    apiStage.canary?.alias !== standby.name
  );
}

/**
 * Lets the standby of a target take a candidate: the alias the version, then, when every host knows that, the
 * API stage the deployment, and it is opened in the same call. The target's callers meet nothing of it.
 * Before, what a killed release of something else left on trial is put back, and the API stage of the target
 * comes back from the standby alias, where it was left there.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function stageCandidate(
  writers: Writers,
  target: Target,
  candidate: Pair,
  { throttling, release }: Staging,
): Promise<Target> {
  const restored = canGoOn(target, candidate)
    ? target
    : ((await putBack(writers, target, release)) ?? target);
  const isInUse =
    calledBy(restored) === restored.standby && restored.standby.version !== candidate.version;
  const free = isInUse ? await comeBack(writers, restored, lastJournal(restored)) : restored;
  const ready = await moveStandby(writers, free, candidate.version);
  return openStandby(writers, ready, candidate.deployment, throttling);
}
