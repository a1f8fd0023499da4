import { z } from 'zod';
import type { FailureOutcome } from '../../errors.ts';
import { commandNames, next, resultVersion, serving, step, type Frozen } from './parts.ts';

const outcomes = [
  'red',
  'refused',
  'failed',
  'conflict',
  'not put back',
  'defect',
  'cancelled',
] as const satisfies readonly FailureOutcome[];

/** What every command prints with `--json` when it failed. */
export const failureResult = z.object({
  version: z.literal(resultVersion),
  command: z.enum(commandNames).nullable().describe('null: there is no such command.'),
  stack: z.string(),
  outcome: z.enum(outcomes),
  status: z.number().int().min(1).describe('Exit status.'),
  failedStep: z.string().nullable().describe('Stable name of the step, of a release or rollback.'),
  problem: z.string().describe('What happened, in a sentence without a full stop.'),
  resource: z.string().nullable().describe('What it happened on: alias PROD, stack dev.'),
  putBack: z.array(z.string()).describe('Names of the targets that were put back.'),
  notPutBack: z.array(z.string()).describe('What went wrong while putting back.'),
  serving: z
    .array(serving)
    .nullable()
    .describe('What each target serves now; null: it was not read, or could not be.'),
  lastKnown: z
    .array(serving)
    .nullable()
    .describe('What each target served when AWS was last reached, where it cannot be read now.'),
  next,
  release: z.string().optional().describe('Id of the release or rollback, once it had one.'),
  steps: z.array(step).optional().describe('Of the release or rollback.'),
  report: z.string().optional().describe('Path of the page that reports it, where it was written.'),
});

export type FailureResult = Frozen<z.infer<typeof failureResult>>;
