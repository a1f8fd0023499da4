import { hasStandbyStage } from '../../api-tier.ts';
import { standbyStageOf } from '../../names.ts';
import type { TargetSettings } from '../../targets-settings.ts';

/** Names of the API stages of a target, its standby API stage included, where it has one. */
export function stagesOf(
  { apiStage }: TargetSettings,
  index: number,
  targets: readonly TargetSettings[],
): readonly string[] {
  return hasStandbyStage(targets, index) ? [apiStage, standbyStageOf(apiStage)] : [apiStage];
}
