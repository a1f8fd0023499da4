import { isSamePair, type Pair } from '../../stack/pair.ts';
import type { Writers } from './writers.ts';
import { putBack } from './promotion.ts';
import { serve } from './serve.ts';
import { comeBack } from './settling.ts';
import {
  isGoingBack,
  isOnTrial,
  isWhole,
  journalOf,
  lastJournal,
  pairOf,
  type Target,
} from './target.ts';

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
  if (isSamePair(pairOf(target), candidate) && !isGoingBack(target)) {
    return [];
  }
  const reached = isOnTrial(target, candidate) ? (journalOf(target)?.percent ?? 0) : 0;
  return steps.filter((step) => step >= reached);
}

/** Whether a rollout of the candidate was interrupted where it can go on. */
export function canGoOn(target: Target, candidate: Pair): boolean {
  const isShifting = journalOf(target)?.percent !== undefined;
  return isOnTrial(target, candidate) && (isShifting || isSamePair(pairOf(target), candidate));
}

/**
 * Takes a target to where a rollout of the candidate can begin or go on: what an interrupted
 * release of something else left is put back, what somebody shifted by hand ends. The API stage calls its first
 * alias: a canary needs the other one for the candidate, and weights are those of the first.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function makeWhole(
  writers: Writers,
  target: Target,
  candidate: Pair,
  release: string,
): Promise<Target> {
  if (canGoOn(target, candidate)) {
    return target;
  }
  const restored = (await putBack(writers, target, release)) ?? target;
  const journal = lastJournal(restored);
  const whole = isWhole(restored)
    ? restored
    : await serve(writers, restored, pairOf(restored), journal);
  return comeBack(writers, whole, journal);
}
