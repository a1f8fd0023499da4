import { isRollback } from './journal.ts';
import { formatPair, isSamePair } from './pair.ts';
import { journalOf, pairOf, type Target } from './target.ts';

/** One target of `npm run status -- --json`. */
export interface TargetStatus {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  /** Share of requests (0 to 1) by additional version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly apiStage: string;
  readonly deploymentId: string;
  readonly url: string;
}

export function describeTarget({ name, alias, apiStage, url }: Target): TargetStatus {
  return {
    name,
    alias: alias.name,
    version: alias.version,
    weights: alias.weights,
    apiStage: apiStage.name,
    deploymentId: apiStage.deploymentId,
    url,
  };
}

/**
 * Says what a release or rollback that was killed left behind, and what the next command would do
 * about it.
 *
 * @param release its id.
 */
export function describeInterruption(release: string, targets: readonly Target[]): string {
  const left = targets.flatMap((target) => {
    const journal = journalOf(target);
    const [good] = journal?.before ?? [];
    return journal?.state === 'trial' && good !== undefined ? [{ target, journal, good }] : [];
  });
  const [first] = left;
  if (first === undefined) {
    return `${release} was interrupted, and no target is on trial. Next: run the same command again`;
  }
  const what = left.map(({ target, journal, good }) => {
    const serves = pairOf(target);
    const where = isSamePair(serves, journal.pair) ? 'serves' : 'is to leave';
    return `target ${target.name} ${where} ${formatPair(journal.pair)}, and its last accepted pair is ${formatPair(good)}`;
  });
  const { target, journal, good } = first;
  const next = isRollback(journal)
    ? `npm run rollback -- --target ${target.name} (goes on to ${formatPair(good)})`
    : `npm run release (tests the same code again and goes on; with a red gate it puts back), or npm run rollback -- --target ${target.name} (puts it back to ${formatPair(good)})`;
  return `${release} was interrupted: ${what.join('; ')}. Next: ${next}`;
}
