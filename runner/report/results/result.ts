import { z } from 'zod';
import { failureResult } from './failure.ts';
import type { Frozen } from './parts.ts';
import {
  apiTierResult,
  bundleResult,
  destroyResult,
  devResult,
  driftResult,
  historyResult,
  lambdaTierResult,
  policyResult,
  pruneResult,
  releaseResult,
  reportResult,
  retireResult,
  rollbackResult,
  statusResult,
  verifyResult,
} from './successes.ts';

/** The one object that a command prints to stdout with `--json`. */
export const result = z
  .union([
    releaseResult,
    devResult,
    bundleResult,
    rollbackResult,
    statusResult,
    historyResult,
    reportResult,
    driftResult,
    pruneResult,
    policyResult,
    verifyResult,
    retireResult,
    destroyResult,
    lambdaTierResult,
    apiTierResult,
    failureResult,
  ])
  .describe('What every command of this project prints to stdout with --json.');

/** As `result.schema.json` holds it. More fields may come, so it allows them. */
export function makeJsonSchema(): object {
  return z.toJSONSchema(result, { io: 'input' });
}

export type Result = Frozen<z.infer<typeof result>>;
