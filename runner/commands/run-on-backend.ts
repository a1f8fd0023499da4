import { attachToEmbeddedAws, needsEmbeddedAws } from '../backend.ts';
import type { ExitStatus } from '../errors.ts';
import type { Invocation } from './tell.ts';

/**
 * Runs a command on what its stack is on: the embedded AWS is there until it has ended.
 *
 * @returns the exit status.
 * @throws {ReleaseError} when it failed, and has not told so.
 */
export async function runOnBackend(
  { command, stack }: Invocation,
  run: () => Promise<ExitStatus>,
): Promise<ExitStatus> {
  if (command === undefined || !needsEmbeddedAws(stack)) {
    return run();
  }
  const release = await attachToEmbeddedAws(command);
  try {
    return await run();
  } finally {
    release();
  }
}
