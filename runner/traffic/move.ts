import type { StageSettings } from '../../stack/stage-settings.ts';
import type { AliasState } from '../aws/alias.ts';
import { isSameRouting, type ApiStageState, type Canary, type Routing } from '../aws/api-stage.ts';
import { readDeploymentRecord } from '../aws/deployment.ts';
import { formatJournal, type Journal } from '../../stack/journal.ts';
import type { Target } from './target.ts';
import { changeAlias, changeStage, type Writers } from './writers.ts';

/**
 * Writes the journal of a target and moves nothing.
 *
 * @param journal undefined where no pair ever passed its gates.
 * @throws {ConflictError} when somebody else moved the alias.
 */
export async function writeJournal(
  writers: Writers,
  target: Target,
  journal: Journal | undefined,
): Promise<Target> {
  const { version, weights } = target.alias;
  return moveAlias(writers, target, version, journal, weights);
}

/**
 * Moves the alias and writes the journal in one call, if the alias is still as it was read.
 *
 * @param journal undefined where no pair ever passed its gates.
 * @param weights share of the requests (0 to 1) by additional version; without them it has none.
 * @throws {ConflictError} when somebody else moved it.
 */
export async function moveAlias(
  writers: Writers,
  target: Target,
  version: string,
  journal: Journal | undefined,
  weights: AliasState['weights'] = {},
): Promise<Target> {
  const description = journal ? formatJournal(journal) : '';
  const change = { version, weights, description };
  return { ...target, alias: await changeAlias(writers, target, target.alias, change) };
}

/**
 * Lets the API stage of a target route elsewhere; deployment, alias and canary change in one call, and the
 * settings that go with another deployment come in the same.
 *
 * @throws {ConflictError} when somebody else moved it.
 */
export async function moveStage(
  writers: Writers,
  target: Target,
  { deploymentId, alias, canary }: Routing,
): Promise<Target> {
  const { apiStage } = target;
  if (isSameRouting(apiStage, { deploymentId, alias, canary })) {
    return target;
  }
  const settings =
    deploymentId === apiStage.deploymentId
      ? undefined
      : await settingsWith(writers, apiStage, deploymentId);
  const withVariables = canary && (await bringVariables(writers, apiStage, canary));
  const to = { deploymentId, alias, canary: withVariables, settings };
  return { ...target, apiStage: await changeStage(writers, target, apiStage, to) };
}

/**
 * Lets the API stage of a target have these settings, and serve what it serves.
 *
 * @throws {ConflictError} when somebody else moved it, or changed them.
 */
export async function setStageSettings(
  writers: Writers,
  target: Target,
  settings: StageSettings,
): Promise<Target> {
  const { deploymentId, alias, canary } = target.apiStage;
  const to = { deploymentId, alias, canary, settings };
  return { ...target, apiStage: await changeStage(writers, target, target.apiStage, to) };
}

/**
 * The settings of an API stage that go with a deployment.
 *
 * @returns undefined where none were recorded with it: they stay as they are then.
 */
export async function settingsWith(
  { apiGateway }: Writers,
  { restApiId, name }: ApiStageState,
  deploymentId: string,
): Promise<StageSettings | undefined> {
  return (await readDeploymentRecord(apiGateway, restApiId, deploymentId))?.stages[name];
}

/** Of all settings a canary can have variables of its own. */
async function bringVariables(
  writers: Writers,
  apiStage: ApiStageState,
  canary: Canary,
): Promise<Canary> {
  if (canary.deploymentId === apiStage.canary?.deploymentId) {
    return canary;
  }
  const settings = await settingsWith(writers, apiStage, canary.deploymentId);
  const variables = Object.entries(settings?.variables ?? {}).filter(
    ([name, value]) => apiStage.settings.variables[name] !== value,
  );
  return { ...canary, variables: Object.fromEntries(variables) };
}
