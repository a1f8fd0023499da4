import { z } from 'zod';
import { stageSettings, type SettingsByStage } from './stage-settings.ts';

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

/** `API definition sha256 9f86… stages {"prod":{"throttling":…}}` */
export function formatDeploymentRecord({ definition, stages }: DeploymentRecord): string {
  const known = Object.entries(stages)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { throttling, logging, dataTrace, variables }]) => {
      const { rateLimit, burstLimit } = throttling;
      const sorted = Object.fromEntries(
        Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)),
      );
      return [
        name,
        { throttling: { rateLimit, burstLimit }, logging, dataTrace, variables: sorted },
      ] as const;
    });
  return `${prefix}${definition} stages ${JSON.stringify(Object.fromEntries(known))}`;
}

/** @returns undefined for a deployment that this program did not make. */
export function parseDeploymentRecord(description: string): DeploymentRecord | undefined {
  const [, definition, stages = '{}'] = pattern.exec(description) ?? [];
  if (definition === undefined) {
    return undefined;
  }
  try {
    return { definition, stages: recorded.parse(JSON.parse(stages)) };
  } catch {
    return { definition, stages: {} };
  }
}

const recorded = z.record(z.string(), stageSettings);

/** How many characters more than its record may have the settings of these API stages take. */
export function charactersTooMany(stages: SettingsByStage): number {
  const definition = '0'.repeat(sha256Digits);
  return Math.max(0, formatDeploymentRecord({ definition, stages }).length - maxLength);
}

const sha256Digits = 64;
