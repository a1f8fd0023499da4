import {
  LambdaClient,
  paginateListAliases,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { LostAliasError } from '../stack/lost-alias.ts';
import { standbyAliasOf, releaseLockAlias } from '../stack/names.ts';
import type { RegionOutputs } from '../stack/outputs.ts';
import type { ClientOptions } from '../stack/sign-in/resolve-credentials.ts';
import type { StackSettings } from '../stack/settings.ts';

/** By name of an alias, the version that it begins at when it is made now. */
export type AliasVersions = Readonly<Record<string, string>>;

/** What there is of a function's aliases, by name. */
export type LiveAliases = ReadonlyMap<string, LiveAlias>;

export interface LiveAlias {
  readonly version: string;
  /** Where the runner keeps its journal. */
  readonly description: string;
}

const latest = '$LATEST';

/**
 * At `$LATEST` no gate has seen what is served (trap D2), so an alias begins there only while the function
 * has nothing but its placeholder. The second alias of a target begins at what the first one serves, the
 * aliases of a new target at what the last of the others serves.
 *
 * @param live undefined where there is no function.
 * @param previous what the stack had in this region before.
 * @param acceptedVersion the version that the last target accepted, where that is known.
 * @throws {LostAliasError} when an alias that served is gone: what is safe to serve in its place with its API
 *   stage's deployment, nobody can tell.
 */
export function planAliasVersions(
  { function: { name }, targets }: Pick<StackSettings, 'function' | 'targets'>,
  live: LiveAliases | undefined,
  previous: RegionOutputs | undefined,
  acceptedVersion?: string,
): AliasVersions {
  const served = Object.values(previous?.targets ?? {}).map(({ alias }) => alias);
  const lost = targets.find(({ alias }) => served.includes(alias) && live?.has(alias) === false);
  const last =
    acceptedVersion ??
    targets.map(({ alias }) => live?.get(alias)?.version).findLast((version) => version);
  const isReleased = live?.has(releaseLockAlias) === true;
  const gone = lost ?? (isReleased && last === undefined ? targets[0] : undefined);
  if (gone !== undefined) {
    throw new LostAliasError(name, gone.alias);
  }
  const versions = targets.flatMap(({ alias }) => {
    const first = live?.get(alias)?.version ?? last ?? latest;
    const next = standbyAliasOf(alias);
    return [
      [alias, first],
      [next, live?.get(next)?.version ?? first],
    ];
  });
  return Object.fromEntries(versions) as AliasVersions;
}

/**
 * @param aws what clients are made with.
 * @returns undefined where there is no function.
 */
export async function readAliases(
  FunctionName: string,
  aws: ClientOptions,
): Promise<LiveAliases | undefined> {
  const client = new LambdaClient(aws);
  const found = new Map<string, LiveAlias>();
  try {
    for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName })) {
      for (const {
        Name = '',
        FunctionVersion: version = '',
        Description: description = '',
      } of Aliases) {
        found.set(Name, { version, description });
      }
    }
    return found;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  } finally {
    client.destroy();
  }
}
