import { z } from 'zod';
import { hasStandbyStage, maxApiStages } from './api-tier.ts';
import { charactersTooMany } from './deployment-record.ts';
import { provisionedAlias, releaseLockAlias, standbyStageSuffix, standbySuffix } from './names.ts';
import { apiSettings } from './api-settings.ts';
import { ciSettings } from './ci-settings.ts';
import { domainProblems, domainSettings } from './domain-settings.ts';
import { flag } from './flag.ts';
import { functionSettings } from './function-settings.ts';
import { findBoundToRegion } from './bound-to-region.ts';
import { regionProblems, regionsOf, regionsSetting, wavesSetting } from './regions.ts';
import { routingProblems } from './routing-settings.ts';
import { rolloutSettings } from './rollout-settings.ts';
import { describeUnknownKey, section } from './section.ts';
import { settingsByStage } from './stage-settings.ts';

const stageVariable = z
  .string()
  .regex(
    /^(?!LambdaAlias$)[A-Za-z0-9_]{1,64}$/,
    'must be letters, digits and underscores; LambdaAlias is what releases set',
  );

const targetSettings = section({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens')
    .describe('What commands and reports call it.'),
  alias: z
    .string()
    .regex(/^(?!\d+$)[A-Za-z0-9-_]{1,120}$/, 'must be a Lambda alias name, and not only digits')
    .refine((alias) => alias !== releaseLockAlias, 'is the name of the release lock')
    .refine((alias) => alias !== provisionedAlias, 'is the name of a record of the runner')
    .refine((alias) => !alias.endsWith(standbySuffix), `must not end with ${standbySuffix}`)
    .describe('The alias of the function that its requests call.'),
  apiStage: z
    .string()
    .regex(/^\w{1,120}$/, 'must be 120 letters, digits and underscores, at most')
    .refine(
      (stage) => !stage.endsWith(standbyStageSuffix),
      `must not end with ${standbyStageSuffix}`,
    )
    .describe('The stage of the API: the first part of the path in its URL.'),
  logging: z
    .enum(['INFO', 'ERROR', 'OFF'])
    .describe('What API Gateway logs of how it answers.')
    .default('INFO'),
  dataTrace: z
    .boolean()
    .describe('Writes whole requests and responses into that log.')
    .default(false),
  accessLog: z.boolean().describe('Writes a line for each request.').default(true),
  throttling: section({
    rateLimit: z.number().positive().describe('Requests a second.'),
    burstLimit: z.number().int().positive().describe('Requests at once.'),
  })
    .describe('How many requests it takes before it answers 429.')
    .default({ rateLimit: 1000, burstLimit: 2000 }),
  variables: z
    .record(
      stageVariable,
      z
        .string()
        .regex(
          /^[A-Za-z0-9 \-._~:/?#&=,]{0,512}$/,
          'must be 512 letters, digits, spaces and -._~:/?#&=, at most',
        ),
    )
    .describe('Variables of the API stage, which `openapi.yaml` reads as `${stageVariables.NAME}`.')
    .default({}),
  cache: z
    .never(
      'is refused: what a cache holds is not flushed by a promotion, so callers and gates would meet answers of a pair that was put back; let CloudFront cache, by what your routes say in Cache-Control',
    )
    .describe('Refused: [decision 10](decisions/0010-no-cache-of-an-api-stage.md).')
    .optional(),
  approval: z
    .literal('required')
    .describe('A release stops before this target, until `--continue`.')
    .optional(),
  apiTier: z
    .enum(['before', 'after'])
    .describe(
      "Whether a candidate is tested before the target's callers meet it, on an API stage of its own, or after; left out, `before` for the last target and `after` for the others.",
    )
    .optional(),
  standby: z.literal('off').describe('Does without that API stage, and so tests after.').optional(),
  bake: z
    .number()
    .min(0)
    .max(86_400)
    .describe(
      'Seconds after its tests in which a red alarm of `rollout.judge`, or too many errors, still puts back.',
    )
    .default(0),
  rollout: rolloutSettings
    .describe('Shifts its requests step by step; left out, all at once.')
    .optional(),
  provisionedConcurrency: z
    .number()
    .int()
    .min(0)
    .describe(
      'Environments that are kept ready for its alias; 0 takes them away, left out they stay as they are. Not with `rollout`.',
    )
    .optional(),
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

/** An alias that has provisioned concurrency gets no weights (trap D27). */
function refuseRolloutOfProvisioned(
  targets: readonly Pick<z.infer<typeof targetSettings>, 'rollout' | 'provisionedConcurrency'>[],
  context: z.core.$RefinementCtx,
): void {
  targets.forEach(({ rollout, provisionedConcurrency = 0 }, index) => {
    if (rollout !== undefined && provisionedConcurrency > 0) {
      const message =
        'excludes rollout: Lambda gives an alias with provisioned concurrency no weights';
      context.addIssue({ code: 'custom', path: [index, 'provisionedConcurrency'], message });
    }
  });
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

const apiTier = z.enum(['before', 'after']).optional().catch(undefined);
/** What decides which API stages a target has, of one that may have other problems. */
const staging = z
  .object({ apiTier, standby: z.literal('off').optional().catch(undefined) })
  .catch({});

function refuseMissingStandby(targets: readonly unknown[], context: z.core.$RefinementCtx): void {
  targets.forEach((target, index) => {
    const { apiTier: when, standby } = staging.parse(target);
    if (when === 'before' && standby === 'off') {
      const message =
        'cannot be before with standby: off, which takes away the API stage for that; say after, or leave standby out';
      context.addIssue({ code: 'custom', path: [index, 'apiTier'], message });
    }
  });
}

function refuseTooManyStages(targets: readonly unknown[], context: z.core.$RefinementCtx): void {
  const known = targets.map((target) => staging.parse(target));
  const standbys = known.filter((_, index) => hasStandbyStage(known, index)).length;
  const count = known.length + standbys;
  if (standbys > 0 && count > maxApiStages) {
    const message = `need ${String(count)} API stages, ${String(standbys)} of them to test on before callers meet a candidate, and API Gateway allows ${String(maxApiStages)} an API: say apiTier: after, or standby: off, for some`;
    context.addIssue({ code: 'custom', message });
  }
}

/** They are kept in the description of the deployment that they go with. */
function refuseLongVariables(
  targets: readonly z.infer<typeof targetSettings>[],
  context: z.core.$RefinementCtx,
): void {
  const count = charactersTooMany(settingsByStage(targets));
  if (count > 0) {
    const message = `have ${String(count)} characters too many in their variables: with what else goes with a promotion they must fit into 1024, names included`;
    context.addIssue({ code: 'custom', message });
  }
}

/** What the program reads. */
export const stackSettings = section({
  function: functionSettings.describe('The Lambda function.'),
  targets: z
    .array(targetSettings)
    .min(1)
    .default([
      targetSettings.parse({ name: 'stage', alias: 'STAGE', apiStage: 'stage' }),
      targetSettings.parse({ name: 'prod', alias: 'PROD', apiStage: 'prod' }),
    ])
    .superRefine(refuseSharedLabels, { when: ({ value }) => Array.isArray(value) })
    .superRefine(refuseFirstApproval)
    .superRefine(refuseRolloutOfProvisioned)
    .superRefine(refuseLongVariables)
    .superRefine(refuseMissingStandby, { when: ({ value }) => Array.isArray(value) })
    .superRefine(refuseTooManyStages, { when: ({ value }) => Array.isArray(value) })
    .describe('What a release promotes, in this order.'),
  regions: regionsSetting,
  waves: wavesSetting,
  manageApiGatewayAccount: flag
    .describe(
      'Sets the CloudWatch role of API Gateway for this account and region where none is set.',
    )
    .prefault(false),
  api: apiSettings.describe('The API.').prefault({}),
  domain: domainSettings.optional().describe('Names of its own by which the API is called.'),
  ci: ciSettings.describe('What releases the stack besides people.').prefault({}),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL, such as http://localhost:4566' })
    .describe('Of another engine that answers as AWS does.')
    .optional(),
  urlForm: z
    .string()
    .regex(/^(?=.*\{api\})(?=.*\{stage\})/, 'must hold {api} and {stage}')
    .describe('The address of an API stage there.')
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
  'regions',
  'waves',
  'manageApiGatewayAccount',
  'api',
  'domain',
  'ci',
  'endpoint',
  'urlForm',
] as const;

/** All keys, with those that only the runner reads. */
const knownKeys = [...settingKeys, 'release', 'notify', 'local'];

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
    .map((key) => `${key}: ${describeUnknownKey(key, knownKeys, `of ${project}`)}`);
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
  const problems = domainProblems(result.data);
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return result.data;
}

/**
 * What is wrong with settings once the region of the stack is known.
 *
 * @param home the region of `aws:region`.
 */
export function findRegionProblems(settings: StackSettings, home: string): string[] {
  const { domain } = settings;
  const regions = regionsOf(settings, home);
  return [
    ...regionProblems(settings, home),
    ...findBoundToRegion(settings.function, regions),
    ...(domain === undefined
      ? []
      : routingProblems(domain, regions, { isOne: settings.regions.length === 0 })),
  ];
}

/** `targets[1].alias: must be …` */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const dotted = issue.path
    .map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  // Zod says of a key only that it is wrong; why, it knows.
  const [why] = issue.code === 'invalid_key' ? issue.issues : [];
  const message = why?.message ?? issue.message;
  return dotted === '' ? message : `${dotted}: ${message}`;
}
