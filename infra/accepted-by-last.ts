import { APIGatewayClient, GetStageCommand, NotFoundException } from '@aws-sdk/client-api-gateway';
import { goodPairsOf, parseJournal } from '../stack/journal.ts';
import type { Pair } from '../stack/pair.ts';
import type { RegionOutputs } from '../stack/outputs.ts';
import type { ClientOptions } from '../stack/sign-in/resolve-credentials.ts';
import type { StackSettings } from '../stack/settings.ts';
import type { LiveAliases } from './alias-versions.ts';

/**
 * What the last target of a stack accepted, or serves where it never did. A new target begins with it: the newest
 * deployment is not gated yet, nor made for the version that the others serve, and no more is what is on trial there.
 *
 * @param live by name of an alias; undefined where there is no function.
 * @param previous what the stack had in this region before.
 * @param aws what clients are made with.
 * @returns undefined where no target is new, or none was there before.
 */
export async function readAcceptedByLast(
  targets: StackSettings['targets'],
  live: LiveAliases | undefined,
  previous: RegionOutputs | undefined,
  aws: ClientOptions,
): Promise<Pair | undefined> {
  const known = Object.values(previous?.targets ?? {}).map(({ apiStage }) => apiStage);
  const last = targets.findLast(({ apiStage }) => known.includes(apiStage));
  const isAnyNew = targets.some(({ apiStage }) => !known.includes(apiStage));
  if (previous === undefined || last === undefined || !isAnyNew) {
    return undefined;
  }
  const journal = parseJournal(live?.get(last.alias)?.description ?? '');
  const [accepted] = journal === undefined ? [] : goodPairsOf(journal);
  if (accepted !== undefined) {
    return accepted;
  }
  const client = new APIGatewayClient(aws);
  try {
    const stage = { restApiId: previous.restApiId, stageName: last.apiStage };
    const { deploymentId, variables } = await client.send(new GetStageCommand(stage));
    const version = live?.get(variables?.LambdaAlias ?? '')?.version;
    return version === undefined || deploymentId === undefined
      ? undefined
      : { version, deployment: deploymentId };
  } catch (error) {
    if (error instanceof NotFoundException) {
      return undefined;
    }
    throw error;
  } finally {
    client.destroy();
  }
}
