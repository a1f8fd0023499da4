import { z } from 'zod';
import { hasStandbyStage, maxApiStages } from './api-tier.ts';
import { charactersTooMany } from './deployment-record.ts';
import { provisionedAlias, releaseLockAlias, standbyStageSuffix, standbySuffix } from './names.ts';
import { rolloutSettings } from './rollout-settings.ts';
import { section } from './section.ts';
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

/** The targets of a stack, and what they cannot be side by side. */
export const targetsSettings = z
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
  .describe('What a release promotes, in this order.');

export type TargetSettings = z.infer<typeof targetSettings>;
