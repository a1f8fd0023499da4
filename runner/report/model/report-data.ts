import { z } from 'zod';
import { failureResult } from '../results/failure.ts';
import { pair, region, targetStats, type Frozen } from '../results/parts.ts';
import { releaseResult, rollbackResult } from '../results/successes.ts';

/** Changes when a field goes, or means something else; not when one is added. */
export const reportVersion = 1;

const percent = z.number().min(0).max(100);
const ms = z.number().min(0);

const step = z.object({
  step: z.string().describe('Stable name, as in --events.'),
  title: z.string(),
  outcome: z
    .enum(['done', 'planned', 'failed', 'unfinished'])
    .describe('unfinished: its end was not told.'),
  detail: z.string().describe('What came of it, in a few words.'),
  startMs: ms.describe('Since the beginning.'),
  durationMs: ms,
  beside: z.array(z.string()).describe('Names of the steps that ran at the same time.'),
});

const test = z.object({
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  message: z.string().describe('Why it failed or was skipped.'),
});

const gate = z.object({
  step: z.string(),
  tier: z.string(),
  command: z.string(),
  isGreen: z.boolean(),
  durationMs: ms,
  tests: z.array(test).nullable().describe('Where the command prints TAP.'),
  output: z.string().describe('The end of what it printed.'),
});

const side = z.object({
  count: z.number().describe('Answers.'),
  errors: z.number(),
  medianMs: z.number().nullable(),
  p95Ms: z.number().nullable(),
});

const measure = z.object({
  metric: z.enum(['errors', 'latency', 'error ceiling']),
  difference: z
    .number()
    .describe(
      "errors: share of the candidate's failed answers less the other side's. latency: Cliff's delta. error ceiling: the candidate's share alone.",
    ),
  low: z.number().describe("Of the difference's interval, at the judge's own level."),
  high: z.number(),
  threshold: z.number(),
  p: z.number().nullable(),
  isRed: z.boolean(),
});

const look = z.object({
  atMs: ms,
  step: z.string(),
  target: z.string(),
  region,
  percent: percent.describe('Of the requests that the candidate gets.'),
  look: z.number().int(),
  of: z.number().int(),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  reasons: z.array(z.string()),
  level: z.number().describe('A p at or below it is no accident.'),
  minSamples: z.number(),
  sources: z.array(
    z.object({
      source: z.string(),
      candidate: side,
      baseline: side,
      unanswered: z.number(),
      measures: z.array(measure),
    }),
  ),
});

const targetSeen = z.object({
  name: z.string(),
  region,
  url: z.string(),
  restApiId: z.string(),
  apiStage: z.string(),
  alias: z.string().describe('That the API stage calls.'),
  serves: pair,
  shares: z.array(pair.extend({ percent })),
  standby: z
    .object({ alias: z.string(), version: z.string() })
    .describe('The alias that no request reaches.'),
  before: pair.optional().describe('What a rollback would go back to.'),
});

/** What a release or a rollback did, saw and left: `report.json`, of which every other form is made. */
export const reportData = z.object({
  version: z.literal(reportVersion),
  kind: z.enum(['release', 'rollback']),
  id: z.string(),
  stack: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: ms,
  result: z
    .union([releaseResult, rollbackResult, failureResult])
    .describe('What the command prints with --json.'),
  source: z.object({ commit: z.string().nullable(), subject: z.string().nullable() }),
  bundle: z
    .object({
      bytes: z.number(),
      codeSha256: z.string(),
      shares: z
        .array(z.object({ name: z.string(), bytes: z.number() }))
        .describe('What it is made of, the largest first, where that is known.'),
    })
    .nullable(),
  candidate: pair.extend({ codeSha256: z.string().optional() }).nullable(),
  resources: z.array(
    z.object({
      operation: z.string(),
      type: z.string(),
      name: z.string(),
      properties: z.array(z.string()),
    }),
  ),
  routes: z
    .object({ added: z.array(z.string()), removed: z.array(z.string()), kept: z.number() })
    .nullable()
    .describe('Of the API, by method and path; null: not changed, or not known.'),
  steps: z.array(step),
  gates: z.array(gate),
  looks: z.array(look).describe('Of the judge, in order.'),
  targets: z.array(
    z.object({
      name: z.string(),
      region,
      before: targetSeen.nullable(),
      after: targetSeen.nullable(),
    }),
  ),
  waits: z.array(
    z.object({
      atMs: ms,
      what: z.string(),
      seconds: z.number(),
      steps: z.array(z.string()).describe('That ran then.'),
    }),
  ),
  releasing: z
    .object({
      stats: z.array(targetStats),
      weeks: z.array(z.object({ from: z.iso.datetime(), released: z.int(), takenBack: z.int() })),
    })
    .nullable()
    .optional()
    .describe('By the history with this run; null: not read.'),
  notes: z.array(z.object({ atMs: ms, text: z.string() })),
  calls: z.array(
    z.object({
      service: z.string(),
      operation: z.string(),
      calls: z.number(),
      retries: z.number(),
      refused: z.number(),
    }),
  ),
});

/** As `report.schema.json` holds it. More fields may come, so it allows them. */
export function makeReportSchema(): object {
  return z.toJSONSchema(reportData, { io: 'input' });
}

export type ReportData = Frozen<z.infer<typeof reportData>>;
