import { standbyAliasOf } from '../../stack/names.ts';
import type { TargetOutputs } from '../../stack/outputs.ts';

/** A resource of the program that is never deleted or replaced by the way. */
export interface Protected {
  /** `aws:lambda/alias:Alias` */
  readonly type: string;
  /** As the program names it. */
  readonly name: string;
}

/** What of a target is protected, named as `infra/target.ts` names it. */
export function protectedOf({ alias, apiStage }: TargetOutputs): Protected[] {
  return [
    ...[alias, standbyAliasOf(alias)].flatMap((each) => [
      { type: 'aws:lambda/alias:Alias', name: `${each}-alias` },
      { type: 'aws:lambda/permission:Permission', name: `${each}-permission` },
    ]),
    { type: 'aws:apigateway/stage:Stage', name: `${apiStage}-stage` },
  ];
}
