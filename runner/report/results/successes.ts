import { z } from 'zod';
import {
  next,
  pair,
  region,
  resultVersion,
  step,
  target,
  targetStats,
  type CommandName,
} from './parts.ts';

/** What every command prints with `--json` when it did what it was told. */
const done = <N extends CommandName>(command: N) =>
  z.object({
    version: z.literal(resultVersion),
    command: z.literal(command),
    stack: z.string(),
    outcome: z.literal('done'),
    status: z.literal(0).describe('Exit status.'),
  });

const run = {
  release: z.string().describe('Id of the release or rollback.'),
  targets: z.array(target).describe('As they are now, in order.'),
  moves: z
    .array(z.object({ target: z.string(), region, from: pair.nullable(), to: pair }))
    .describe('The targets that serve another pair than before; from: null, nothing released.'),
  steps: z.array(step),
  durationMs: z.number(),
  report: z.string().optional().describe('Path of the page that reports it, where it was written.'),
};

export const releaseResult = done('release').extend({
  outcome: z.enum(['released', 'nothing to release', 'waiting for approval', 'planned']),
  ...run,
  bundle: z
    .object({
      bytes: z.number().describe('Of the deployment package.'),
      largest: z
        .array(z.object({ name: z.string(), bytes: z.number() }))
        .describe('Packages and files that take most of it, the largest first.'),
    })
    .optional()
    .describe('The code, as it was built for this release.'),
  waiting: z.string().nullable().describe('Name of the target that asks for approval.'),
  ignoredAlarms: z.array(z.string()),
  next: next.nullable(),
});

export const bundleResult = done('bundle').extend({
  file: z.string().describe('That holds the deployment package.'),
  digest: z.string().describe('Its SHA-256: sha256: and 64 hexadecimal digits.'),
  codeSha256: z.string().describe('The same as Lambda tells it, in Base64.'),
  bytes: z.number(),
  shares: z
    .array(z.object({ name: z.string(), bytes: z.number() }))
    .describe('What it is made of, the largest first.'),
});

export const rollbackResult = done('rollback').extend({
  outcome: z.literal('rolled back'),
  ...run,
});

const lock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('free') }),
  z.object({ kind: z.literal(['running', 'interrupted']), release: z.string() }),
]);

export const statusResult = done('status').extend({
  outcome: z.enum(['done', 'verified', 'other code']),
  status: z
    .literal([0, 1])
    .describe('Exit status: 1 when a target serves other code, or that could not be read.'),
  targets: z.array(target),
  lock: lock.describe('Of a stack in several regions, that of the first that can be read.'),
  waiting: pair.extend({ target: z.string() }).nullable().describe('What waits for approval.'),
  regions: z
    .array(
      z.object({
        region: z.string(),
        lock: lock.nullable().describe('null: it cannot be read.'),
        problem: z.string().nullable().describe('Why not.'),
      }),
    )
    .optional()
    .describe('Of a stack in several regions, the home region first.'),
  verified: z
    .object({
      digest: z.string().describe('That was asked for: sha256: and 64 hexadecimal digits.'),
      served: z.array(
        z.object({
          target: z.string(),
          region,
          version: z.string(),
          digest: z.string().describe('Of its code, as Lambda tells it.'),
          isSame: z.boolean(),
        }),
      ),
      unread: z
        .array(z.object({ target: z.string(), region }))
        .describe('Targets that are not there, or cannot be read.'),
    })
    .optional()
    .describe('With --verify: each version that a target serves.'),
  next: next.nullable().describe('Of what was interrupted, or waits.'),
});

export const historyResult = done('history').extend({
  releases: z
    .array(
      z.object({
        at: z.iso.datetime().describe('When it took the lock.'),
        endedAt: z.iso.datetime().optional().describe('When it gave the lock back.'),
        release: z.string(),
        region,
        kind: z.enum(['release', 'rollback', 'unknown']),
        commit: z.string().optional().describe('With -dirty where files were not committed.'),
        committedAt: z.iso.datetime().optional(),
        who: z.string().optional().describe('ARN of who started it.'),
        approves: z.string().optional().describe('The target that it approved.'),
        version: z.string().optional(),
        deployment: z.string().optional(),
        codeSha256: z.string().optional().describe('Of the code, as Lambda tells it.'),
        targets: z.array(z.string()).describe('That it left on this pair.'),
        putBack: z.array(z.string()),
        ignoredAlarms: z.array(z.string()),
        skipped: z.array(z.string()).describe('Regions that it left as they were.'),
        outcome: z.string().describe('Of the release or rollback; also running, interrupted.'),
      }),
    )
    .describe('Newest first.'),
  stats: z
    .array(targetStats)
    .optional()
    .describe('With --stats: of each target, over the releases above.'),
});

export const devResult = done('dev').extend({
  target: z.string().describe('Name of the target that was served what was saved.'),
  serves: pair.describe('What no gate saw, until the next release.'),
});

export const reportResult = done('report').extend({
  release: z.string().describe('Id of the release or rollback.'),
  report: z.string().describe("Path of the report's page; its other forms are beside it."),
});

export const driftResult = done('drift').extend({
  outcome: z.enum(['no drift', 'drift']),
  status: z.literal([0, 1]).describe('Exit status: 1 when something differs.'),
  drifts: z.array(
    z.object({
      name: z.string().describe('Of a target, or of a resource in the program.'),
      difference: z.string(),
    }),
  ),
});

export const pruneResult = done('prune').extend({
  outcome: z.enum(['pruned', 'planned']),
  versions: z.array(z.string()),
  deployments: z.array(z.string()),
  bundles: z.array(z.string()).describe('Keys of packages in the bucket of the stack.'),
  skipped: z.array(z.string()).describe('What AWS did not let go because it is in use.'),
});

const statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
    .optional(),
});
const policy = z.object({ Version: z.literal('2012-10-17'), Statement: z.array(statement) });

export const policyResult = done('policy').extend({
  provisioning: policy,
  releasing: policy,
  assuming: z
    .record(z.string(), policy)
    .describe(
      'By who signs in, or a role of `aws:assumeRoles`: what assuming the next one asks for.',
    )
    .optional(),
});

const bounds = z.object({
  alias: z.number().describe('Seconds; the same for the others.'),
  stage: z.number(),
  read: z.number(),
});
const provisionedConcurrency = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('measured'),
    allocation: z.number().describe('Seconds until the first unit was READY.'),
    transition: z.number().describe('Seconds until a moved alias was READY again.'),
    statuses: z.array(z.string()).describe('That Lambda told of it meanwhile, in order.'),
    shown: z.array(z.string()).describe('What GetAlias told meanwhile, in order.'),
    ran: z.record(z.string(), z.number()).describe('Answers meanwhile, by version.'),
  }),
  z.object({ outcome: z.literal('skipped'), reason: z.string() }),
]);

export const verifyResult = done('verify').extend({
  outcome: z.enum(['holds', 'does not hold']).describe('What the settings assume of AWS.'),
  status: z.literal([0, 1]).describe('Exit status: 1 when it does not hold.'),
  account: z.string(),
  region: z.string(),
  delays: z
    .array(
      z.object({
        kind: z.string().describe('Stable name of what was changed, or of what was read.'),
        changes: z.number(),
        median: z.number().describe('Seconds until the last old answer; the same for the others.'),
        p99: z.number(),
        worst: z.number(),
      }),
    )
    .describe('How long changes took to be everywhere, and how old answers about them were.'),
  pairs: z
    .object({
      whole: z.number(),
      mixed: z.number().describe('With the deployment of one state and the version of another.'),
      none: z.number().describe('Errors, or no answer.'),
    })
    .describe('Answers of the API while UpdateStage changed deployment and alias in one call.'),
  provisionedConcurrency,
  throttled: z.record(z.string(), z.number()).describe('Calls that AWS throttled, by operation.'),
  propagation: z
    .object({
      set: bounds,
      proposed: bounds,
      factor: z.number().describe('How many times the worst the proposed ones are.'),
      tooShort: z.array(z.enum(['alias', 'stage', 'read'])).describe('Of those that are set.'),
    })
    .describe('release.propagation of the settings.'),
});

export const retireResult = done('retire').extend({
  outcome: z.literal('retired'),
  target: z.string().optional().describe('Left out where a region was retired.'),
  domain: z.string().optional().describe('Its name, where that alone was retired.'),
  region: z.string().optional().describe('The region that was retired.'),
  requests: z.number().describe('That CloudWatch counted to it in the last hour.'),
});

export const destroyResult = done('destroy').extend({
  outcome: z.literal('destroyed'),
  function: z.string(),
  account: z.string(),
});

const green = { outcome: z.literal('green'), target: z.string(), pair };

export const lambdaTierResult = done('test:lambda').extend(green);
export const apiTierResult = done('test:api').extend(green);
