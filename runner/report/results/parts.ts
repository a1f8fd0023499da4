import { z } from 'zod';

/** Changes when a field goes, or means something else; not when one is added. */
export const resultVersion = 1;

export const commandNames = [
  'release',
  'dev',
  'bundle',
  'status',
  'rollback',
  'history',
  'report',
  'drift',
  'prune',
  'policy',
  'verify',
  'retire',
  'destroy',
  'test:lambda',
  'test:api',
] as const;

/** What is told is not changed any more. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

export type CommandName = (typeof commandNames)[number];

export const pair = z
  .object({
    version: z.string().describe('A published version; $LATEST before the first release.'),
    deployment: z.string().describe('Id of the API Gateway deployment.'),
  })
  .meta({ id: 'Pair' });

const share = pair.extend({
  percent: z.number().min(0).max(100).describe('Of the requests of the target.'),
});

/** Where a target is. */
export const region = z.string().optional().describe('Of a stack in several regions.');

/** What a target serves, and what it is made of. */
export const target = z
  .object({
    name: z.string(),
    region,
    alias: z.string(),
    version: z.string().describe('What requests meet, but for those of weights and canary.'),
    weights: z
      .record(z.string(), z.number())
      .describe('Share of the requests, 0 to 1, by additional version.'),
    apiStage: z.string(),
    deploymentId: z.string(),
    canary: z
      .object({ pair, percent: z.number() })
      .optional()
      .describe('What the canary of the API stage serves, and to how many percent.'),
    url: z.string(),
    standbyStage: z
      .object({
        apiStage: z.string(),
        deploymentId: z.string(),
        isOpen: z.boolean().describe('Whether it answers, as while a candidate is tested there.'),
        url: z.string(),
      })
      .optional()
      .describe('The API stage on which a candidate is tested before callers meet it.'),
  })
  .meta({ id: 'Target' });

export type TargetResult = Frozen<z.infer<typeof target>>;

/** What the callers of a target meet. */
export const serving = pair
  .extend({
    target: z.string(),
    region,
    shares: z.array(share).describe('Other pairs, while requests are shifted to them.'),
  })
  .meta({ id: 'Serving' });

export type ServingResult = Frozen<z.infer<typeof serving>>;

const way = z.object({
  text: z.string().nullable().describe('What to do first, or instead of a command.'),
  command: z.string().nullable().describe('What to type.'),
  note: z.string().nullable().describe('What the command will do.'),
});

/** What to do next. */
export const next = way
  .extend({ or: z.array(way).describe('What else may be done.') })
  .meta({ id: 'Next' });

export type NextResult = Frozen<z.infer<typeof next>>;

export const step = z
  .object({
    step: z.string().describe('Stable name, as in --events.'),
    title: z.string(),
    outcome: z.enum(['done', 'planned', 'failed']),
    durationMs: z.number(),
    detail: z.string().describe('What came of it, in a few words.'),
  })
  .meta({ id: 'Step' });

/** How a target is released to. */
export const targetStats = z.object({
  target: z.string(),
  releases: z.int().describe('That were accepted on it.'),
  perWeek: z.number().nullable(),
  leadTimeMs: z.number().nullable().describe('Median of the times from commit to end of release.'),
  putBackRate: z
    .number()
    .nullable()
    .describe('Of the releases that reached it: put back by a gate, or rolled back, 0 to 1.'),
  restoreMs: z
    .number()
    .nullable()
    .describe('Median of the times from the end of a release to that of its rollback.'),
});
