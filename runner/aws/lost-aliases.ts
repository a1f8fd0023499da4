import type { RegionOutputs } from '../../stack/outputs.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { lostAlias, type EnvironmentError } from '../errors.ts';
import { findAlias } from './alias.ts';
import { listApiStages } from './api-stage.ts';
import type { Readers } from './last-answers.ts';

/**
 * Finds the aliases that somebody deleted. An API stage is made after the alias that it calls, so one that is there
 * had it.
 *
 * @param targets of the settings, that were not found on AWS.
 */
export async function findLostAliases(
  { lambda, apiGateway }: Readers,
  { functionName, restApiId }: Pick<RegionOutputs, 'functionName' | 'restApiId'>,
  targets: Settings['program']['targets'],
): Promise<EnvironmentError[]> {
  if (targets.length === 0) {
    return [];
  }
  const apiStages = await listApiStages(apiGateway, restApiId);
  const lost = await Promise.all(
    targets.map(async ({ alias, apiStage }) =>
      apiStages.has(apiStage) && (await findAlias(lambda, functionName, alias)) === undefined
        ? [lostAlias(functionName, alias)]
        : [],
    ),
  );
  return lost.flat();
}
