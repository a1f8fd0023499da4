import type { TargetSettings } from '../../../../stack/targets-settings.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import { stageSettingsOf, type SettingsByStage } from '../../../../stack/stage-settings.ts';
import { greetingSettings } from '../../_helpers/greeting.ts';

/** A target that is added to those of a test stack, before the last one, and retired. */
export const beta = { name: 'beta', alias: 'BETA', apiStage: 'beta' } as const;

/** Its settings, another one of each kind for each number. */
export function betaNumbered(number: number): TargetSettings {
  const [first] = greetingSettings('local').program.targets;
  if (first === undefined) {
    throw new Error('The local stack has no target');
  }
  return {
    ...first,
    ...beta,
    throttling: { rateLimit: 3000 + number, burstLimit: 4000 + number },
    logging: 'OFF',
    variables: { table: `beta-${String(number)}` },
  };
}

/** The settings of API stages, with those of its own. */
export function withBetaSettings(stages: SettingsByStage, target: TargetSettings): SettingsByStage {
  return { ...stages, [beta.apiStage]: stageSettingsOf(target) };
}

/** What a stack gives out when it is made. */
export function withBeta(outputs: StackOutputs): StackOutputs {
  const { alias, apiStage } = beta;
  const url = (outputs.targets.prod?.url ?? '').replace(/[^/]+$/, apiStage);
  const made = { alias, apiStage, url, aliasArn: `${outputs.functionArn}:${alias}` };
  return { ...outputs, targets: { ...outputs.targets, [beta.name]: made } };
}
