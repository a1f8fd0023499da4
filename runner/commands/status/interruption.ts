import { isRollback, type Journal } from '../../traffic/journal.ts';
import { formatPair, isSamePair } from '../../traffic/pair.ts';
import { canaryOf, journalOf, pairOf, type Share, type Target } from '../../traffic/target.ts';

/** One target of `npm run status -- --json`. */
export interface TargetStatus {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  /** Share of requests (0 to 1) by additional version. */
  readonly weights: Readonly<Record<string, number>>;
  readonly apiStage: string;
  readonly deploymentId: string;
  /** What the canary of the API stage serves, and to how many percent of the requests. */
  readonly canary?: Share;
  readonly url: string;
}

export function describeTarget(target: Target): TargetStatus {
  const { name, alias, apiStage, url } = target;
  const canary = canaryOf(target);
  return {
    name,
    alias: alias.name,
    version: alias.version,
    weights: alias.weights,
    apiStage: apiStage.name,
    deploymentId: apiStage.deploymentId,
    ...(canary && { canary }),
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
    const where = describeTrial(target, journal);
    return `target ${target.name} ${where} ${formatPair(journal.pair)}, and its last accepted pair is ${formatPair(good)}`;
  });
  const { target, journal, good } = first;
  const next = isRollback(journal)
    ? `npm run rollback -- --target ${target.name} (goes on to ${formatPair(good)})`
    : `npm run release (tests the same code again and goes on; with a red gate it puts back), or npm run rollback -- --target ${target.name} (puts it back to ${formatPair(good)})`;
  return `${release} was interrupted: ${what.join('; ')}. Next: ${next}`;
}

function describeTrial(target: Target, journal: Journal): string {
  if (journal.percent !== undefined) {
    return `was being rolled out, at ${String(journal.percent)} %, to`;
  }
  if (isRollback(journal)) {
    return 'is to leave';
  }
  return isSamePair(pairOf(target), journal.pair) ? 'serves' : 'was on its way to';
}
