import { inspect } from 'node:util';
import type { ReleaseContext } from '../context.ts';
import { outcomeOf, ReleaseError, type ExitStatus } from '../errors.ts';
import type { FailedRun } from '../put-back.ts';
import { describeServing } from './target-view.ts';
import { tellFailure, type Invocation } from './tell.ts';

/**
 * Tells how a release or a rollback failed, with all that it left.
 *
 * @returns the exit status.
 */
export function tellFailedRun(
  invocation: Invocation,
  { id, steps, reporter }: Pick<ReleaseContext, 'id' | 'steps' | 'reporter'>,
  { message, reason, status, problem, putBack, notPutBack, targets, lastKnown, next }: FailedRun,
): ExitStatus {
  const outcome = outcomeOf(status);
  reporter.report({ kind: 'ended', outcome, status, problem });
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
  tellFailure(invocation, failure, `${trace}${message}`);
  return status;
}
