import { updateAlias, findAlias, type AliasChange } from '../../aws/alias.ts';
import { getApiStage } from '../../aws/api-stage.ts';
import {
  forEachChange,
  otherThan,
  settledMs,
  spreadAt,
  stateAfter,
  watch,
  type Measuring,
  type SpreadOf,
} from './measuring.ts';

/** Moves the alias that the API stage calls to the other version, there and back. */
export async function measureAlias(measuring: Measuring): Promise<readonly SpreadOf[]> {
  const { thing, probes } = measuring;
  const { alias, home, versions } = await aliasInUse(measuring);
  const move = await openAlias(measuring, alias);
  const sights = await forEachChange(measuring, (at) => {
    const version = versions[stateAfter(at) === 0 ? home : otherThan(home)];
    return watch(measuring, () => move({ version, description: thing.name }), [
      probes.api(isVersionOtherThan(version)),
      probes.invoke(alias, (ran) => ran !== version),
      probes.getAlias(alias, (told) => told !== version),
    ]);
  });
  return [
    spreadAt('alias', sights, 0),
    spreadAt('alias by Invoke', sights, 1),
    spreadAt('GetAlias', sights, 2),
  ];
}

/** Of the requests: so many that a host which still has the weight shows it soon. */
const share = 0.9;

/**
 * Gives the other version a weight, and takes it away again. Who begins to have one shows nothing old, so
 * what is timed is the end.
 *
 * @param before of the alias: how long its changes take.
 */
export async function measureWeights(
  measuring: Measuring,
  before: readonly SpreadOf[],
): Promise<readonly SpreadOf[]> {
  const { thing, probes } = measuring;
  const { alias, home, versions } = await aliasInUse(measuring);
  const version = versions[home];
  const weights = { [versions[otherThan(home)]]: share };
  const change = { version, description: thing.name };
  const move = await openAlias(measuring, alias);
  await watch(measuring, () => move(change), [probes.api(isVersionOtherThan(version))]);
  const sights = await forEachChange(measuring, async () => {
    await watch(
      measuring,
      () => move({ ...change, weights }),
      [probes.api(() => false)],
      settledMs(before),
    );
    return watch(
      measuring,
      () => move(change),
      [probes.api(isVersionOtherThan(version)), probes.invoke(alias, (ran) => ran !== version)],
      settledMs(before),
    );
  });
  const [byApi, byInvoke] = [spreadAt('weights', sights, 0), spreadAt('weights', sights, 1)];
  return [byApi.spread.worst >= byInvoke.spread.worst ? byApi : byInvoke];
}

function isVersionOtherThan(version: string): (pair: string) => boolean {
  return (pair) => /^\d+@/.test(pair) && !pair.startsWith(`${version}@`);
}

interface AliasInUse {
  readonly alias: string;
  /** The state in which the API stage calls it. */
  readonly home: 0 | 1;
  readonly versions: readonly [string, string];
}

async function aliasInUse({ clients, thing }: Measuring): Promise<AliasInUse> {
  const stage = await getApiStage(clients.apiGateway, thing.restApiId, thing.apiStage);
  const [first, second] = thing.pairs;
  return {
    alias: stage.alias,
    home: stage.alias === thing.aliases[0] ? 0 : 1,
    versions: [first.version, second.version],
  };
}

/** @returns what moves the alias from what it was moved to before. */
async function openAlias(
  { clients: { lambda }, thing }: Measuring,
  name: string,
): Promise<(to: AliasChange) => Promise<void>> {
  let alias = await findAlias(lambda, thing.name, name);
  return async (to) => {
    if (alias === undefined) {
      throw new Error(`The throw-away function ${thing.name} has no alias ${name} any more`);
    }
    alias = await updateAlias(lambda, alias, to);
  };
}
