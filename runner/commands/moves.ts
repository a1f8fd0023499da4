import { placeOf } from './target-view.ts';
import type { TargetSeen } from '../report/seen.ts';
import { isSamePair, type Pair } from '../../stack/pair.ts';
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
 * What a release moved, by what it wrote into the journals: where it put something back alone, or promoted over what
 * somebody had moved by hand, the pair before is not what was served.
 *
 * @param targets as it left them.
 * @param release its id.
 * @param before what it found.
 */
export function findMoves(
  targets: readonly Target[],
  release: string,
  before: readonly Pick<TargetSeen, 'name' | 'region' | 'serves'>[],
): Move[] {
  return targets.flatMap((target) => {
    const journal = journalOf(target);
    if (journal?.release !== release) {
      return [];
    }
    const [good = null] = journal.before;
    const found = before.find(
      ({ name, region }) => name === target.name && region === target.region,
    );
    const isNew = good === null || found === undefined || found.serves.version === '$LATEST';
    const from = isNew ? good : found.serves;
    const to = pairOf(target);
    return from !== null && isSamePair(from, to) ? [] : [{ ...placeOf(target), from, to }];
  });
}
