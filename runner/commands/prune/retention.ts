import { servedVersion } from '../../aws/alias.ts';
import type { Pair } from '../../../stack/pair.ts';
import { pairOf, recordedPairs, sharesOf, type Target } from '../../traffic/target.ts';

/** A version or an API deployment that may be deleted. */
export interface Item {
  /** Version number, or id of the deployment. */
  readonly id: string;
  readonly createdAt: Date;
}

export interface Retention {
  /** How many of the newest are kept, whatever they are. */
  readonly keep: number;
  /** What is younger is kept. */
  readonly minAgeMs: number;
  readonly now: Date;
}

export interface InUse {
  readonly versions: ReadonlySet<string>;
  readonly deployments: ReadonlySet<string>;
}

/**
 * Decides what to delete: what is neither in use, nor among the newest, nor young.
 *
 * @param items in any order.
 * @returns the ids, oldest first.
 */
export function choosePrunable(
  items: readonly Item[],
  inUse: ReadonlySet<string>,
  { keep, minAgeMs, now }: Retention,
): string[] {
  const newestFirst = [...items].sort(byAge);
  return newestFirst
    .slice(keep)
    .filter(({ id, createdAt }) => {
      const age = now.getTime() - createdAt.getTime();
      return !inUse.has(id) && age >= minAgeMs;
    })
    .map(({ id }) => id)
    .reverse();
}

/** Versions are numbered by age; of deployments published in the same second the id decides. */
function byAge(a: Item, b: Item): number {
  return (
    b.createdAt.getTime() - a.createdAt.getTime() ||
    b.id.localeCompare(a.id, 'en', { numeric: true })
  );
}

/**
 * What targets serve, are on their way to, or may be rolled back to: every pair that their
 * journals record, weighted versions, and what the standby alias and API stage name.
 */
export function usedByTargets(targets: readonly Target[]): InUse {
  const pairs: readonly Pair[] = targets.flatMap((target) => [
    pairOf(target),
    ...sharesOf(target).map(({ pair }) => pair),
    ...recordedPairs(target),
  ]);
  const pointedAt = targets.flatMap(({ alias, standby }) =>
    [alias, standby].flatMap((each) => [
      each.version,
      servedVersion(each),
      ...Object.keys(each.weights),
    ]),
  );
  return {
    versions: new Set([...pairs.map(({ version }) => version), ...pointedAt]),
    deployments: new Set([
      ...pairs.map(({ deployment }) => deployment),
      ...targets.flatMap(({ standbyStage }) => standbyStage?.deploymentId ?? []),
    ]),
  };
}
