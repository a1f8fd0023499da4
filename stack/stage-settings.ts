import { z } from 'zod';

/** Of an API stage, what its callers meet besides a deployment, and what is logged of them. */
export const stageSettings = z.object({
  throttling: z.object({ rateLimit: z.number(), burstLimit: z.number() }),
  logging: z.enum(['INFO', 'ERROR', 'OFF']),
  dataTrace: z.boolean(),
  /** All but `LambdaAlias`, which releases set. */
  variables: z.record(z.string(), z.string()),
});

export type StageSettings = z.infer<typeof stageSettings>;

/** As an API stage has them, which somebody may have changed. */
export interface LiveStageSettings {
  readonly throttling: {
    readonly rateLimit?: number | undefined;
    readonly burstLimit?: number | undefined;
  };
  readonly logging: string;
  readonly dataTrace: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/** By name of the API stage. */
export type SettingsByStage = Readonly<Record<string, StageSettings>>;

/** What a target's configuration asks for. */
export function stageSettingsOf({
  throttling,
  logging,
  dataTrace,
  variables,
}: StageSettings): StageSettings {
  return { throttling, logging, dataTrace: logging !== 'OFF' && dataTrace, variables };
}

export function settingsByStage(
  targets: readonly (StageSettings & { readonly apiStage: string })[],
): SettingsByStage {
  return Object.fromEntries(
    targets.map((target) => [target.apiStage, stageSettingsOf(target)] as const),
  );
}

/** One setting that differs. */
export interface SettingDifference {
  /** `throttling.rateLimit`, `variables.table`, as the configuration calls it. */
  readonly name: string;
  /** Undefined where there is none. */
  readonly is: string | undefined;
  readonly wanted: string | undefined;
}

export function compareStageSettings(
  is: LiveStageSettings,
  wanted: LiveStageSettings,
): SettingDifference[] {
  const [before, after] = [flatten(is), flatten(wanted)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, is: before[name], wanted: after[name] }));
}

function flatten({
  throttling: { rateLimit, burstLimit },
  logging,
  dataTrace,
  variables,
}: LiveStageSettings): Record<string, string | undefined> {
  return {
    'throttling.rateLimit': rateLimit?.toString(),
    'throttling.burstLimit': burstLimit?.toString(),
    logging,
    dataTrace: String(dataTrace),
    ...Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`variables.${name}`, value] as const),
    ),
  };
}

/** `throttling.rateLimit 1000 → 500, variables.table none → orders` */
export function formatDifferences(differences: readonly SettingDifference[]): string {
  return differences
    .map(({ name, is = 'none', wanted = 'none' }) => `${name} ${is} → ${wanted}`)
    .join(', ');
}
