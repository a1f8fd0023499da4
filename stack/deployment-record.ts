import { z } from 'zod';
import { stageSettings, type SettingsByStage, type StageSettings } from './stage-settings.ts';

/** What a deployment of the API was made for; its description says so. */
export interface DeploymentRecord {
  /** Hash of the API definition that it holds. */
  readonly definition: string;
  /** The settings that go with it, where it was made since releases set them. */
  readonly stages: SettingsByStage;
}

/**
 * Of a description. AWS documents none for REST APIs, and this one for HTTP APIs
 * (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html).
 */
const maxLength = 1024;
const prefix = 'API definition sha256 ';
const pattern = /^API definition sha256 (\S+)(?: stages (.+))?$/;

/** As it is written: what no target has is left out, so that the settings of ten targets fit. */
const writtenSettings = z
  .object({
    throttling: z.tuple([z.number(), z.number()]),
    logging: stageSettings.shape.logging,
    dataTrace: z.literal(true).optional(),
    variables: stageSettings.shape.variables.default({}),
  })
  .transform(
    ({
      throttling: [rateLimit, burstLimit],
      logging,
      dataTrace = false,
      variables,
    }): StageSettings => ({
      throttling: { rateLimit, burstLimit },
      logging,
      dataTrace,
      variables,
    }),
  );
const writtenStages = z.record(z.string(), writtenSettings);

/** `API definition sha256 9f86… stages {"prod":{"throttling":[1000,2000],"logging":"INFO"}}` */
export function formatDeploymentRecord({ definition, stages }: DeploymentRecord): string {
  const written = sortedByKey(stages).map(([name, settings]) => [name, write(settings)] as const);
  return `${prefix}${definition} stages ${JSON.stringify(Object.fromEntries(written))}`;
}

function write({ throttling, logging, dataTrace, variables }: StageSettings) {
  const sorted = sortedByKey(variables);
  return {
    throttling: [throttling.rateLimit, throttling.burstLimit],
    logging,
    ...(dataTrace && { dataTrace }),
    ...(sorted.length > 0 && { variables: Object.fromEntries(sorted) }),
  };
}

/** So that the same settings are always written alike. */
function sortedByKey<T>(values: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @returns undefined for a deployment that this program did not make. */
export function parseDeploymentRecord(description: string): DeploymentRecord | undefined {
  const [, definition, stages = '{}'] = pattern.exec(description) ?? [];
  if (definition === undefined) {
    return undefined;
  }
  try {
    return { definition, stages: writtenStages.parse(JSON.parse(stages)) };
  } catch {
    return { definition, stages: {} };
  }
}

/** How many characters more than its record may have the settings of these API stages take. */
export function charactersTooMany(stages: SettingsByStage): number {
  const definition = '0'.repeat(sha256Digits);
  return Math.max(0, formatDeploymentRecord({ definition, stages }).length - maxLength);
}

const sha256Digits = 64;
