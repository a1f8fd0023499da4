import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describeDiversion, findDiversion } from '../stack/endpoint.ts';
import { project, type Settings } from '../stack/stack-file.ts';
import { shortNameOf, stackFileOf } from '../stack/stack-name.ts';
import { addAncestor } from './bootstrap/ancestors.mjs';
import { EnvironmentError, UsageError } from './errors.ts';
import { advise, npmRun } from './report/next.ts';
import { root } from './root.ts';
import type { Bounds } from './traffic/propagation.ts';

/**
 * The one place that knows which backend a stack uses. The stack `local` is on the embedded AWS,
 * which `local/main.ts` starts for the life of a command; every other stack is on AWS, with
 * whatever credentials and Pulumi backend the environment has.
 */
const localStack = 'local';
const launcher = join(root, 'local', 'main.ts');

/** Whether a stack is on the embedded AWS. */
function isLocal(stack: string): boolean {
  return shortNameOf(stack) === localStack;
}

/**
 * Where a stack's AWS is, from its settings, or from the embedded AWS that this command runs under.
 *
 * @throws {UsageError} when the environment would lead its calls elsewhere.
 */
export function withEndpoint(settings: Settings): Settings {
  const { stack, program } = settings;
  if (isLocal(stack)) {
    const endpoint = process.env.LOCAL_AWS_ENDPOINT;
    return { ...settings, program: { ...program, endpoint } };
  }
  const diversion = findDiversion(process.env, program.endpoint);
  if (diversion !== undefined) {
    throw new UsageError(
      describeDiversion(diversion, program.endpoint),
      {
        text: `take ${diversion.variable} out of the environment, or say it in ${stackFileOf(stack)} (${project}:endpoint: ${diversion.url}), then run the command again`,
      },
      { resource: `stack ${stack}` },
    );
  }
  return settings;
}

/** True while the command has to be started again under the embedded AWS. */
export function needsEmbeddedAws(stack: string): boolean {
  return isLocal(stack) && process.env.LOCAL_AWS_ENDPOINT === undefined;
}

/**
 * How long changes take on a stack: as its settings say, and on the embedded AWS what that was told by
 * `LOCAL_AWS_LAG`, which `local/` hands on: `alias=2,stage=5,read=1`, in seconds.
 */
export function boundsOf({ stack, release }: Settings): Bounds {
  const lag = process.env.LOCAL_AWS_LAG ?? '';
  if (stack !== localStack || lag === '') {
    return release.propagation;
  }
  const seconds = new Map(lag.split(',').map((part) => part.split('=', 2) as [string, string]));
  const secondsOf = (name: keyof Bounds) => Number(seconds.get(name) ?? 0);
  return { alias: secondsOf('alias'), stage: secondsOf('stage'), read: secondsOf('read') };
}

/** A newcomer's stack makes itself; on AWS a person decides where its state is kept. */
export function createsMissingStacks(stack: string): boolean {
  return isLocal(stack);
}

/** How a command ended that ran under the embedded AWS. */
export interface EmbeddedRun {
  readonly status: number;
  /** Nothing came to stdout; known with `json` only. */
  readonly isSilent: boolean;
}

/**
 * Runs a command of this runner again, under the embedded AWS.
 *
 * @param args what the command was given.
 * @param json whether stdout is to hold one JSON object.
 * @throws {EnvironmentError} when `local/` was deleted from the project.
 */
export async function runUnderEmbeddedAws(
  args: readonly string[],
  json: boolean,
): Promise<EmbeddedRun> {
  if (!existsSync(launcher)) {
    throw new EnvironmentError(
      'The stack local needs the folder local/, which is not in this project any more',
      advise(npmRun(args[0] ?? 'release', '--stack', 'dev'), 'name a stack on AWS'),
      { resource: 'stack local' },
    );
  }
  const command = [process.execPath, join(root, 'runner', 'cli.ts'), ...args];
  addAncestor(process.pid);
  const child = spawn(process.execPath, [launcher, '--', ...command], {
    stdio: ['inherit', json ? 'pipe' : 'inherit', 'inherit'],
  });
  let isSilent = true;
  child.stdout?.on('data', (text: Buffer) => {
    isSilent = false;
    process.stdout.write(text);
  });
  // On a terminal Ctrl-C reaches the child, too; elsewhere a signal may be meant for this process.
  const forward = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) {
      child.kill(signal);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, forward));
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
    return { status, isSilent };
  } finally {
    signals.forEach((signal) => process.off(signal, forward));
  }
}
