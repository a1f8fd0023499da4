import { updateAlias } from '../aws/alias.ts';
import { isSameRouting, switchApiStage } from '../aws/api-stage.ts';
import type { Journal } from './journal.ts';
import type { Pair } from './pair.ts';
import { describeStandby, moveAlias, serve, type Writers } from './promotion.ts';
import type { Target } from './target.ts';
import { beginJournal, type WayBack } from './way-back.ts';

/**
 * Moves traffic back, in at most three calls and two round trips. Where code and API definition
 * both change, the stage was read right before the lock was taken and is not read again.
 *
 * @throws {ConflictError} when somebody else moved the target.
 */
export async function moveBack(writers: Writers, way: WayBack, release: string): Promise<Target> {
  const { target, goal } = way;
  const { alias, apiStage } = target;
  const journal = beginJournal(way, release);
  const changesBoth = alias.version !== goal.version && apiStage.deploymentId !== goal.deployment;
  const plain = { deploymentId: apiStage.deploymentId, alias: alias.name };
  const isQuiet = isSameRouting(apiStage, plain);
  const back = changesBoth && isQuiet ? await switchBack(writers, target, goal, journal) : target;
  return serve(writers, back, goal, journal);
}

async function switchBack(
  writers: Writers,
  target: Target,
  goal: Pair,
  journal: Journal,
): Promise<Target> {
  const description = describeStandby(target.alias.name);
  const [alias, standby] = await Promise.all([
    moveAlias(writers, target, target.alias.version, journal),
    updateAlias(writers.lambda, target.standby, { version: goal.version, description }),
  ]);
  const routing = { deploymentId: goal.deployment, alias: standby.name };
  const apiStage = await switchApiStage(writers.apiGateway, target.apiStage, routing);
  return { ...target, alias, standby, apiStage };
}
