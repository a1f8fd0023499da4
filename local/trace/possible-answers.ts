import { overlap, visibleValues, type Interval, type Visible } from './visible.ts';
import type { AliasWrite, Bounds, Deletion, StageSide, StageWrite, Write } from './writes.ts';

/** The version and the deployment that answer one request. */
export interface Pair {
  readonly version: string;
  readonly deployment: string;
}

/** An answer that some host could give during an interval. */
export interface PossibleAnswer extends Interval {
  /** The name of the API stage. */
  readonly stage: string;
  readonly pair: Pair;
  /** What the host sees: the value of the stage, and of the alias that it names. */
  readonly because: readonly [StageWrite, AliasWrite];
}

/**
 * All answers that any host could give, and when, by the time at which they begin. What a host sees of a
 * resource is any value that the resource has had within its bound; what it sees of another one has
 * nothing to do with it.
 *
 * @param writes of aliases and API stages; those of one resource in the order in which they were made
 */
export function possibleAnswers(writes: readonly Write[], bounds: Bounds): PossibleAnswer[] {
  const aliases = new Map(
    [...byName(writes, 'alias')].map(([name, own]) => [name, visibleValues(own, bounds.alias)]),
  );
  const stages = [...byName(writes, 'stage').values()];
  return stages
    .flatMap((own) => visibleValues(own, bounds.stage))
    .flatMap((seen) => answersOf(seen, aliases))
    .sort((one, other) => one.from - other.from);
}

type OfKind<Kind> = Extract<Write, { kind: Kind }> | Deletion;

function byName<Kind extends Write['kind']>(
  writes: readonly Write[],
  kind: Kind,
): Map<string, OfKind<Kind>[]> {
  const own = writes.filter((write): write is OfKind<Kind> => write.kind === kind);
  return Map.groupBy(own, ({ name }) => name);
}

function answersOf(
  stage: Visible<StageWrite>,
  aliases: ReadonlyMap<string, readonly Visible<AliasWrite>[]>,
): PossibleAnswer[] {
  return sidesOf(stage.write).flatMap(({ alias: name, deployment }) =>
    (aliases.get(name) ?? []).flatMap((alias) => {
      const interval = overlap(stage, alias);
      return interval === undefined
        ? []
        : versionsOf(alias.write).map((version) => ({
            stage: stage.write.name,
            pair: { version, deployment },
            ...interval,
            because: [stage.write, alias.write] as const,
          }));
    }),
  );
}

/** The stage's own side and its canary's, where requests come to them. */
function sidesOf({ deployment, alias, canary, isClosed }: StageWrite): StageSide[] {
  if (isClosed) {
    return [];
  }
  const percent = canary?.percent ?? 0;
  return [
    ...(percent < 100 ? [{ deployment, alias }] : []),
    ...(canary !== undefined && percent > 0 ? [canary] : []),
  ];
}

/** Its version and the additional ones, where requests come to them. */
function versionsOf({ version, weights }: AliasWrite): string[] {
  const additional = Object.entries(weights).filter(([, weight]) => weight > 0);
  const share = additional.reduce((sum, [, weight]) => sum + weight, 0);
  return [...(share < 1 ? [version] : []), ...additional.map(([name]) => name)];
}
