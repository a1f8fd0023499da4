import type { ReleaseContext } from '../context.ts';
import { exitStatus, type ExitStatus } from '../errors.ts';
import { describeTarget } from './target-view.ts';
import type { Target } from '../traffic/target.ts';

/** How a release or a rollback ended. */
export interface Ending {
  readonly outcome: string;
  readonly status: ExitStatus;
  /** As they are now. */
  readonly targets: readonly Target[];
  /** What a person is told. */
  readonly text: string;
}

/**
 * Tells how a command ended: the result to stdout, what went wrong to stderr, and with `json` one
 * object to stdout whatever happened.
 *
 * @returns the exit status.
 */
export function tellEnding(
  { id, settings: { stack }, steps, reporter, ignoredAlarms }: ReleaseContext,
  { outcome, status, targets, text }: Ending,
  json: boolean,
): ExitStatus {
  const told = `${text}\n`;
  reporter.report({ kind: 'ended', outcome, status });
  if (json) {
    const result = {
      release: id,
      stack,
      outcome: outcome,
      status,
      targets: targets.map(describeTarget),
      ...(ignoredAlarms && { ignoredAlarms }),
      steps: steps.records,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  if (status !== exitStatus.done) {
    process.stderr.write(told);
  } else if (!json) {
    process.stdout.write(told);
  }
  return status;
}
