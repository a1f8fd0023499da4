import { compareStageSettings, formatDifferences } from '../../stack/stage-settings.ts';
import { readDeploymentRecord } from '../aws/deployment.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import type { Target } from '../traffic/target.ts';
import { setStageSettings } from '../traffic/move.ts';

/**
 * Sets back the settings of API stages that somebody changed by hand since the deployment was promoted with
 * which they go (invariant 11).
 *
 * @param deploymentId of the candidate; where a target serves another one, its promotion brings the settings.
 */
export function mendSettings(
  { writers, clients: { apiGateway } }: Pick<ReleaseContext, 'writers' | 'clients'>,
  targets: readonly Target[],
  deploymentId: string,
): Step<readonly Target[]> {
  const mended: string[] = [];
  return {
    id: 'mend-settings',
    title: 'mend stage settings',
    run: () =>
      Promise.all(
        targets.map(async (target) => {
          const { restApiId, name, settings } = target.apiStage;
          if (target.apiStage.deploymentId !== deploymentId) {
            return target;
          }
          const record = await readDeploymentRecord(apiGateway, restApiId, deploymentId);
          const recorded = record?.stages[name];
          const differences = recorded ? compareStageSettings(settings, recorded) : [];
          if (recorded === undefined || differences.length === 0) {
            return target;
          }
          mended.push(`${target.name}: ${formatDifferences(differences)}`);
          return setStageSettings(writers, target, recorded);
        }),
      ),
    detail: () => mended.join('; '),
    planned: { result: targets, detail: 'would set them back' },
  };
}
