import { moveApiStage } from '../aws/api-stage.ts';
import type { Journal } from './journal.ts';
import { isSamePair, type Pair } from './pair.ts';
import { moveAlias, prepareNext, putBack, serve, trialOf, type Writers } from './promotion.ts';
import { isWhole, journalOf, pairOf, type Target } from './target.ts';

/**
 * The steps of a rollout that are still to be taken: none once the candidate serves all requests,
 * and after an interruption the step where it was, and those after it.
 *
 * @param steps percent, growing.
 */
export function remainingSteps(
  target: Target,
  candidate: Pair,
  steps: readonly number[],
): readonly number[] {
  if (isSamePair(pairOf(target), candidate)) {
    return [];
  }
  const reached = isOnTrial(target, candidate) ? (journalOf(target)?.percent ?? 0) : 0;
  return steps.filter((step) => step >= reached);
}

/** Whether a promotion of just this candidate was begun, and neither accepted nor put back. */
export function isOnTrial(target: Target, candidate: Pair): boolean {
  const journal = journalOf(target);
  return journal?.state === 'trial' && isSamePair(journal.pair, candidate);
}

/** Whether a rollout of the candidate was interrupted where it can go on. */
function canGoOn(target: Target, candidate: Pair): boolean {
  const isShifting = journalOf(target)?.percent !== undefined;
  return isOnTrial(target, candidate) && (isShifting || isSamePair(pairOf(target), candidate));
}

/**
 * Takes a target to where a rollout of the candidate can begin or go on: what an interrupted
 * release of something else left is put back, what somebody shifted by hand ends.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function settle(
  writers: Writers,
  target: Target,
  candidate: Pair,
  release: string,
): Promise<Target> {
  if (canGoOn(target, candidate)) {
    return target;
  }
  const restored = (await putBack(writers, target, release)) ?? target;
  if (isWhole(restored)) {
    return restored;
  }
  const pair = pairOf(restored);
  const before = journalOf(restored)?.before ?? [];
  return serve(writers, restored, pair, { state: 'accepted', pair, before, release });
}

/**
 * Lets the candidate serve a share of a target's requests. A change of code alone shifts by the
 * alias's weights. A change of the API definition shifts by the canary of the stage, with the
 * second alias at the candidate's version, so that code and API definition shift together.
 *
 * @param target as {@link settle} or the step before left it.
 * @param percent of the requests, above 0 and below 100.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function shift(
  writers: Writers,
  target: Target,
  candidate: Pair,
  percent: number,
  release: string,
): Promise<Target> {
  const journal = trialOf(target, candidate, release, percent);
  return changesApi(target, candidate)
    ? shiftByCanary(writers, target, journal, percent)
    : shiftByWeights(writers, target, journal, percent);
}

/** Whether a candidate brings another API definition than the one that a target serves. */
export function changesApi({ apiStage }: Target, { deployment }: Pair): boolean {
  return apiStage.deploymentId !== deployment;
}

async function shiftByWeights(
  writers: Writers,
  target: Target,
  journal: Journal,
  percent: number,
): Promise<Target> {
  const weights = { [journal.pair.version]: percent / 100 };
  const alias = await moveAlias(writers, target, target.alias.version, journal, weights);
  return { ...target, alias };
}

async function shiftByCanary(
  writers: Writers,
  target: Target,
  journal: Journal,
  percent: number,
): Promise<Target> {
  const { pair, release } = journal;
  const alias = await moveAlias(writers, target, target.alias.version, journal);
  const ready = await prepareNext(writers, { ...target, alias }, pair.version, release);
  const { deploymentId } = ready.apiStage;
  const canary = { percent, deploymentId: pair.deployment, alias: ready.next.name };
  const routing = { deploymentId, alias: alias.name, canary };
  const apiStage = await moveApiStage(writers.apiGateway, ready.apiStage, routing);
  return { ...ready, apiStage };
}
