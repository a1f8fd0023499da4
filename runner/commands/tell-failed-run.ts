import { inspect } from 'node:util';
import { outcomeOf, ReleaseError, type ExitStatus } from '../errors.ts';
import type { FailedRun } from '../failed-run.ts';
import { leaveReport, reportFailed } from './leave-report.ts';
import type { ReportedContext } from './open-context.ts';
import { describeServing } from './target-view.ts';
import { tellFailure, toFailureResult, type Invocation } from './tell.ts';

/**
 * Tells how a release or a rollback failed, with all that it left.
 *
 * @returns the exit status.
 */
export async function tellFailedRun(
  invocation: Invocation,
  context: ReportedContext,
  failed: FailedRun,
): Promise<ExitStatus> {
  const { id, steps } = context;
  const { message, reason, status, problem, putBack, notPutBack, targets, lastKnown, next } =
    failed;
  const outcome = outcomeOf(status);
  reportFailed(context, failed);
  const isKnown = reason instanceof ReleaseError;
  const failure = {
    outcome,
    status,
    failedStep: steps.records.find((step) => step.outcome === 'failed')?.step,
    problem,
    resource: isKnown ? reason.resource : undefined,
    putBack,
    notPutBack,
    serving: targets?.map(describeServing) ?? null,
    lastKnown: lastKnown?.map(describeServing) ?? null,
    next,
    release: id,
    steps: steps.records,
  };
  // Where it happened, of what nobody foresaw.
  const trace = isKnown ? '' : `${inspect(reason)}\n`;
  const report = await leaveReport(context, toFailureResult(invocation, failure));
  tellFailure(invocation, { ...failure, report }, `${trace}${message}`);
  return status;
}
