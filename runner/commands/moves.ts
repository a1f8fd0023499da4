import { placeOf } from './target-view.ts';
import { isSamePair, type Pair } from '../traffic/pair.ts';
import { journalOf, pairOf, type Target } from '../traffic/target.ts';

/** A target that serves another pair than before a release or rollback. */
export interface Move {
  readonly target: string;
  /** Where that is, of a stack in several regions. */
  readonly region?: string;
  /** Null when nothing was released to it before. */
  readonly from: Pair | null;
  readonly to: Pair;
}

/**
 * What a release moved, by what it wrote into the journals.
 *
 * @param targets as it left them.
 * @param release its id.
 */
export function findMoves(targets: readonly Target[], release: string): Move[] {
  return targets.flatMap((target) => {
    const journal = journalOf(target);
    if (journal?.release !== release) {
      return [];
    }
    const [from = null] = journal.before;
    const to = pairOf(target);
    return from !== null && isSamePair(from, to) ? [] : [{ ...placeOf(target), from, to }];
  });
}
