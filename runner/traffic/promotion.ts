import { readUnmoved } from '../aws/api-stage.ts';
import type { Journal } from '../../stack/journal.ts';
import { writeJournal } from './move.ts';
import { verifyServing, type Writers } from './writers.ts';
import { isSamePair, type Pair } from '../../stack/pair.ts';
import { serve, serveAgain } from './serve.ts';
import {
  calledBy,
  goodPairs,
  hasAccepted,
  journalOf,
  lastJournal,
  pairBefore,
  type Target,
} from './target.ts';

/**
 * Lets a target serve the candidate, on trial until {@link acceptTrial} or {@link putBack}.
 *
 * @param target on which no other candidate is on trial: a journal tells of two pairs, and that one's would be neither.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function beginTrial(
  writers: Writers,
  target: Target,
  candidate: Pair,
  release: string,
): Promise<Target> {
  return hasAccepted(target, candidate)
    ? target
    : serve(writers, target, candidate, trialOf(target, candidate, release));
}

/** What stands in the journal while a candidate is on trial. */
export function trialOf(
  target: Target,
  candidate: Pair,
  release: string,
  percent?: number,
): Journal {
  // Where it turns red, the candidate is one that a rollback took away, as before.
  const rolledBack = lastJournal(target)?.rolledBack;
  const before = goodPairs(target);
  const [good] = before;
  const served = pairBefore(target);
  const over = good !== undefined && isSamePair(good, served) ? undefined : served;
  return {
    state: 'trial',
    pair: candidate,
    percent,
    before,
    over,
    rolledBack,
    by: 'release',
    release,
  };
}

/**
 * Records that a target's gates were green.
 *
 * @param target as {@link beginTrial} left it.
 * @throws {ConflictError} when somebody else moved the target while its gates ran.
 */
export async function acceptTrial(
  writers: Writers,
  target: Target,
  release: string,
): Promise<Target> {
  const journal = journalOf(target);
  if (journal?.state !== 'trial') {
    return target;
  }
  const [apiStage] = await Promise.all([
    readUnmoved(writers.apiGateway, target.apiStage),
    verifyServing(writers, target, [calledBy(target).name]),
  ]);
  const { pair } = journal;
  const [good, ...earlier] = journal.before;
  // It had accepted this pair, and somebody moved it since.
  const before = good !== undefined && isSamePair(good, pair) ? earlier : journal.before;
  const accepted: Journal = { state: 'accepted', pair, before, by: 'release', release };
  return writeJournal(writers, { ...target, apiStage }, accepted);
}

/**
 * Puts a target that is on trial back to what it served before.
 *
 * @param target as it is now: read again, so that what somebody else moved is left alone.
 * @returns undefined when it is not on trial.
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function putBack(
  writers: Writers,
  target: Target,
  release: string,
): Promise<Target | undefined> {
  const journal = journalOf(target);
  const goal = journal?.over ?? journal?.before[0];
  if (journal?.state !== 'trial' || goal === undefined) {
    return undefined;
  }
  const restored = await serveAgain(writers, target, goal, journal);
  return writeJournal(writers, restored, afterPutBack(journal, release));
}

/**
 * What stands in the journal after putting back: the last pair that passed its gates is what it
 * speaks of, also where another one serves again. A second rollback goes on to the pair before.
 */
export function afterPutBack(
  { before, rolledBack, by }: Journal,
  release: string,
): Journal | undefined {
  const [good, ...earlier] = before;
  return good && { state: 'accepted', pair: good, before: earlier, rolledBack, by, release };
}
