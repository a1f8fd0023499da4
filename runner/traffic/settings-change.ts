import type { DeploymentRecord } from '../../stack/deployment-record.ts';
import {
  compareStageSettings,
  formatDifferences,
  type SettingDifference,
  type SettingsByStage,
} from '../../stack/stage-settings.ts';
import { readDeploymentRecord } from '../aws/deployment.ts';
import type { Clients } from '../aws/clients.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { Target } from './target.ts';

/** What a deployment was made for, or will be. */
type Recorded = Partial<Pick<DeploymentRecord, 'definition'>> & {
  readonly stages: SettingsByStage;
};

/** By id of the deployment; undefined where nothing is recorded with it. */
export type Records = ReadonlyMap<string, Recorded | undefined>;

/**
 * Of every deployment that targets serve, and of a candidate's.
 *
 * @param recorded what is going to be recorded with that, where it is still to be made.
 */
export async function readRecords(
  { apiGateway }: Pick<Clients, 'apiGateway'>,
  targets: readonly Target[],
  [candidate, recorded]: readonly [deploymentId: string, recorded: Recorded | undefined],
): Promise<Records> {
  const restApiId = targets.at(0)?.apiStage.restApiId ?? '';
  const ids = new Set([...targets.map(({ apiStage }) => apiStage.deploymentId), candidate]);
  const read = [...ids].map(async (id): Promise<[string, Recorded | undefined]> => {
    const isToBeMade = id === candidate && recorded !== undefined;
    return [id, isToBeMade ? recorded : await readDeploymentRecord(apiGateway, restApiId, id)];
  });
  return new Map(await Promise.all(read));
}

/** What the promotion of a deployment changes in the settings of a target's API stage. */
export function settingsChange(
  { apiStage: { name, settings } }: Target,
  record: Recorded | undefined,
): SettingDifference[] {
  const recorded = record?.stages[name];
  return recorded === undefined ? [] : compareStageSettings(settings, recorded);
}

/** Whether somebody changed settings of API stages that serve a deployment since it was promoted there. */
export function haveStrayed(
  targets: readonly Target[],
  records: Records,
  deploymentId: string,
): boolean {
  return targets.some(
    (target) =>
      target.apiStage.deploymentId === deploymentId &&
      settingsChange(target, records.get(deploymentId)).length > 0,
  );
}

/**
 * A red release has to put the settings back that it found. Where the deployment that a target serves came
 * without any, as one that a person made, nobody could know them after a crash.
 *
 * @throws {UsageError} where such settings would change.
 */
export function verifyWayBack(
  targets: readonly Target[],
  records: Records,
  candidate: string,
): void {
  for (const target of targets) {
    const { name, deploymentId } = target.apiStage;
    const differences = settingsChange(target, records.get(candidate));
    const isRecorded = records.get(deploymentId)?.stages[name] !== undefined;
    if (deploymentId !== candidate && !isRecorded && differences.length > 0) {
      throw new UsageError(
        `Target ${target.name} serves deployment ${deploymentId}, with which no settings were recorded, so a red gate could not put back: ${formatDifferences(differences)}`,
        advise(
          npmRun('release'),
          `let the settings of target ${target.name} be as they are on AWS, release, and change them in the release after that:`,
        ),
        { resource: `API stage ${name}` },
      );
    }
  }
}
