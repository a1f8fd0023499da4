import { spawn } from 'node:child_process';
import { constants, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { once } from 'node:events';

const projectRoot = join(import.meta.dirname, '..', '..', '..', '..');

/** Of all tests, whose commands would each compile everything anew. */
export const compileCache =
  process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'gated-lambda-release-compile-cache');

/** How a command ended, and what it said. */
export interface Outcome {
  /** As a shell says it: 128 + n when signal n ended it. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly lastLine: string;
}

/** A command that runs, in a process group of its own as a shell would start it. */
export interface Running {
  readonly ended: Promise<Outcome>;
  /** What it wrote so far. */
  printed(): string;
  /** To the whole group: what Ctrl-C, or the end of a terminal, does. */
  killAll(signal: NodeJS.Signals): void;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Starts a program with a user's environment: nothing of the test's own, and none of this project's
 * folders on PATH.
 *
 * @param env added to it; undefined takes a variable away.
 */
export function startCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment = {},
): Running {
  const child = spawn(command, args, {
    cwd,
    env: { ...userEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk));
  return {
    ended: once(child, 'close').then(() => ({
      status: child.exitCode ?? 128 + (child.signalCode ? constants.signals[child.signalCode] : 0),
      ...output,
      lastLine: output.stderr.trimEnd().split('\n').at(-1) ?? '',
    })),
    printed: () => output.stdout + output.stderr,
    killAll(signal) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, signal);
      }
    },
  };
}

/** `PATH` without this project's folders. */
export function userPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => !folder.startsWith(projectRoot)).join(delimiter);
}

const kept = ['HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'USER', 'XDG_CACHE_HOME', 'TERM'] as const;

function userEnvironment(): NodeJS.ProcessEnv {
  const own = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(own),
    PATH: userPath(),
    NODE_COMPILE_CACHE: compileCache,
    LOCAL_AWS_LINGER_MS: '200',
  };
}
