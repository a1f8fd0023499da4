import { needsEmbeddedAws, runUnderEmbeddedAws } from '../backend.ts';
import { exitStatus, type ExitStatus } from '../errors.ts';
import { writeFailure, type Invocation } from './tell.ts';

/**
 * Runs a command here, or again under the embedded AWS where its stack needs one that is not there.
 *
 * @returns the exit status.
 * @throws {ReleaseError} when it failed, and has not told so.
 */
export async function runOnBackend(
  invocation: Invocation,
  args: readonly string[],
  run: () => Promise<ExitStatus>,
): Promise<number> {
  const { command, stack, json } = invocation;
  if (command === undefined || !needsEmbeddedAws(stack)) {
    return run();
  }
  const { status, isSilent } = await runUnderEmbeddedAws([command, ...args], json);
  if (isSilent && status !== exitStatus.done) {
    // The embedded AWS did not start, for one; stderr has a sentence about that.
    writeFailure(invocation, {
      outcome: 'failed',
      status,
      problem: 'The command ended before it had a result',
      next: { text: 'do what stderr says, then run the command again' },
    });
  }
  return status;
}
