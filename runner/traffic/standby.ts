import { isAt } from '../aws/alias.ts';
import { closed, type StageChange, type Throttling } from '../aws/api-stage.ts';
import { moveStage, settingsWith } from './move.ts';
import { calledBy, isStandbyOpen, type Target } from './target.ts';
import { changeAlias, changeStage, type Writers } from './writers.ts';

/** What stands in the description of a standby alias, for people. */
export function describeStandby(alias: string): string {
  return `standby of ${alias}`;
}

/**
 * Points the standby alias at a version. A canary that sends requests there ends before, and the standby API
 * stage, which calls it, is closed.
 *
 * @throws {ConflictError} when somebody else moved it, or the API stage.
 * @throws {Error} where the target's callers are answered by it: the version would be served with a deployment that
 * it was not tested with.
 */
export async function moveStandby(
  writers: Writers,
  target: Target,
  version: string,
): Promise<Target> {
  const { alias, standby, apiStage } = target;
  if (isAt(standby, version)) {
    return target;
  }
  if (calledBy(target) === standby) {
    throw new Error(`API stage ${apiStage.name} calls ${standby.name}, so it is not moved`);
  }
  const { canary, ...plain } = apiStage;
  const alone = await closeStandby(writers, target);
  const quiet = canary?.alias === standby.name ? await moveStage(writers, alone, plain) : alone;
  const description = describeStandby(alias.name);
  const moved = await changeAlias(writers, quiet, standby, { version, weights: {}, description });
  return { ...quiet, standby: moved };
}

/**
 * Opens the standby API stage of a target: from here on its URL answers with the version of the standby alias,
 * with this deployment, and with the settings that go with it. Nobody but the tests of a release calls it.
 *
 * @param throttling where no settings go with the deployment.
 * @returns the target as it is where it has no such stage.
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function openStandby(
  writers: Writers,
  target: Target,
  deploymentId: string,
  throttling: Throttling,
): Promise<Target> {
  const settings =
    target.standbyStage && (await settingsWith(writers, target.apiStage, deploymentId));
  return changeStandbyStage(writers, target, {
    deploymentId,
    alias: target.standby.name,
    ...(settings === undefined ? { throttling } : { settings }),
  });
}

/**
 * Closes the standby API stage of a target, if it has one that is open: it answers nobody, and names the
 * deployment that the target serves.
 *
 * @throws {ConflictError} when somebody else moved the stage.
 */
export async function closeStandby(writers: Writers, target: Target): Promise<Target> {
  const { standby, apiStage, standbyStage } = target;
  return isStandbyOpen({ standbyStage })
    ? changeStandbyStage(writers, target, {
        deploymentId: apiStage.deploymentId,
        alias: standby.name,
        throttling: closed,
      })
    : target;
}

async function changeStandbyStage(
  writers: Writers,
  target: Target,
  to: StageChange,
): Promise<Target> {
  const { standbyStage } = target;
  return standbyStage === undefined
    ? target
    : {
        ...target,
        standbyStage: {
          ...standbyStage,
          ...(await changeStage(writers, target, standbyStage, to)),
        },
      };
}
