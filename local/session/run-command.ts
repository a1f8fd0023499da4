import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { SessionError } from './errors.ts';

/** What is sent to this process alone is passed on; from a terminal Ctrl-C reaches the command, too. */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command to its end with this process's terminal.
 *
 * @returns its exit status; 128 + n when signal n ended it, as shells say it
 * @throws {SessionError} when there is no such command
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env });
  const forward = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) {
      child.kill(signal);
    }
  };
  forwarded.forEach((signal) => process.on(signal, forward));
  try {
    return await exitStatus(child);
  } catch (error) {
    throw describeSpawnError(command, error);
  } finally {
    forwarded.forEach((signal) => process.off(signal, forward));
  }
}

function exitStatus(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function describeSpawnError(command: string, error: unknown): SessionError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const problem =
    code === 'ENOENT' ? 'is not installed, or not on PATH' : `cannot be run (${String(error)})`;
  return new SessionError(`The command ${command} ${problem}.`, 3, { cause: error });
}
