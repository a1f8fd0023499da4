import { z } from 'zod';
import { standbySuffix, releaseLockAlias } from './names.ts';
import { findNearest } from './nearest.ts';
import { rolloutSettings } from './rollout-settings.ts';

const functionSettings = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9-_]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens or underscores'),
  /** MB. */
  memorySize: z.number().int().min(128).max(10_240).default(128),
  /** Seconds; API Gateway itself waits for 29 at most. */
  timeout: z.number().int().min(1).max(900).default(10),
  logRetentionDays: z
    .union(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653].map(
        (days) => z.literal(days),
      ),
      { error: 'must be a retention that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, …' },
    )
    .default(14),
  environment: z.record(z.string().regex(/^[A-Za-z]\w+$/), z.string()).default({}),
});

const targetSettings = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
  alias: z
    .string()
    .regex(/^(?!\d+$)[A-Za-z0-9-_]{1,120}$/, 'must be a Lambda alias name, and not only digits')
    .refine((alias) => alias !== releaseLockAlias, 'is the name of the release lock')
    .refine((alias) => !alias.endsWith(standbySuffix), `must not end with ${standbySuffix}`),
  apiStage: z.string().regex(/^\w{1,128}$/, 'must be letters, digits and underscores'),
  logging: z.enum(['INFO', 'ERROR', 'OFF']).default('INFO'),
  /** Writes whole requests and responses into the log. */
  dataTrace: z.boolean().default(false),
  accessLog: z.boolean().default(true),
  throttling: z
    .strictObject({
      /** Requests per second. */
      rateLimit: z.number().positive(),
      /** Requests. */
      burstLimit: z.number().int().positive(),
    })
    .default({ rateLimit: 1000, burstLimit: 2000 }),
  /** A release stops before a target that asks for approval, until `--continue`. */
  approval: z.literal('required').optional(),
  rollout: rolloutSettings.optional(),
});

const label = z.string().optional().catch(undefined);
/** What two targets cannot share, of a target that may have other problems. */
const labels = z.object({ name: label, alias: label, apiStage: label }).catch({});

function refuseSharedLabels(targets: readonly unknown[], context: z.core.$RefinementCtx): void {
  const known = targets.map((target) => labels.parse(target));
  for (const key of ['name', 'alias', 'apiStage'] as const) {
    const values = known.map((target) => target[key]);
    values.forEach((value, index) => {
      if (value !== undefined && values.indexOf(value) !== index) {
        const message = `is ${value}, as in an earlier target`;
        context.addIssue({ code: 'custom', path: [index, key], message });
      }
    });
  }
}

function refuseFirstApproval(
  [first]: readonly { readonly approval?: 'required' | undefined }[],
  context: z.core.$RefinementCtx,
): void {
  if (first?.approval === 'required') {
    const message = 'may be asked for only after a target where the candidate was tested';
    context.addIssue({ code: 'custom', path: [0, 'approval'], message });
  }
}

/** Pulumi writes `true` back as `"true"` when it rewrites a stack's file. */
const flag = z
  .union([z.boolean(), z.literal(['true', 'false'])], { error: 'must be true or false' })
  .transform((value) => value === true || value === 'true');

const stackSettings = z.strictObject({
  function: functionSettings,
  targets: z
    .array(targetSettings)
    .min(1)
    .default([
      targetSettings.parse({ name: 'stage', alias: 'STAGE', apiStage: 'stage' }),
      targetSettings.parse({ name: 'prod', alias: 'PROD', apiStage: 'prod' }),
    ])
    .superRefine(refuseSharedLabels, { when: ({ value }) => Array.isArray(value) })
    .superRefine(refuseFirstApproval),
  manageApiGatewayAccount: flag.default(false),
  /** Of another engine that answers as AWS does. */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL, such as http://localhost:4566' })
    .optional(),
  /** The address of an API stage there. */
  urlForm: z
    .string()
    .regex(/^(?=.*\{api\})(?=.*\{stage\})/, 'must hold {api} and {stage}')
    .default('{endpoint}/_aws/execute-api/{api}/{stage}'),
});

export type StackSettings = z.infer<typeof stackSettings>;
export type FunctionSettings = StackSettings['function'];
export type TargetSettings = StackSettings['targets'][number];
export type RolloutSettings = NonNullable<TargetSettings['rollout']>;

/** Keys of the stack's configuration that the program reads, without the project's prefix. */
export const settingKeys = [
  'function',
  'targets',
  'manageApiGatewayAccount',
  'endpoint',
  'urlForm',
] as const;

/** All keys, with those that only the runner reads. */
const knownKeys = [...settingKeys, 'release'];

/**
 * A mistyped key would be ignored in silence, with the protection that it was to switch on.
 *
 * @param keys of a stack's configuration, with their namespaces: `gated-lambda-release:targets`.
 * @param project the namespace of this project's keys.
 * @returns a problem for each key of the project that there is not.
 */
export function findUnknownKeys(keys: readonly string[], project: string): string[] {
  return keys
    .filter((key) => key.startsWith(`${project}:`))
    .map((key) => key.slice(project.length + 1))
    .filter((key) => !knownKeys.includes(key))
    .map((key) => {
      const meant = findNearest(key, knownKeys);
      const hint =
        meant === undefined ? `there are ${knownKeys.join(', ')}` : `do you mean ${meant}?`;
      return `${key}: is no setting of ${project}; ${hint}`;
    });
}

/** The configuration of a stack is wrong; the message lists every problem with its dotted path. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration of this stack is wrong:', ...problems].join('\n  '));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Validates what a stack's configuration holds under `settingKeys` and fills in the defaults.
 *
 * @param raw the values by key; a key that is not configured is left out.
 * @throws {SettingsError} with all problems together.
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): StackSettings {
  const result = stackSettings.safeParse(raw);
  if (!result.success) {
    throw new SettingsError(result.error.issues.map(describeIssue));
  }
  return result.data;
}

/** `targets[1].alias: must be …` */
export function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const dotted = path
    .map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  return dotted === '' ? message : `${dotted}: ${message}`;
}
