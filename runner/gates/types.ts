import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { GateError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { root } from '../root.ts';

/** What a check of a function's types needs to know. */
export interface TypeCheck {
  /** With the `tsconfig.json` that says which sources there are. */
  readonly folder: string;
  /** A file that the compiler writes, so that the next check is quicker. */
  readonly cache: string;
  readonly signal: AbortSignal;
  /** Gets what the compiler says, when types are wrong. */
  readonly onOutput: (text: string) => void;
}

/** Stopping waits so long before it kills, as of a tier. */
const killAfterMs = 1_000;

/** @returns whether a folder says how its types are to be checked. */
export function hasTypes(folder: string): boolean {
  return existsSync(join(folder, 'tsconfig.json'));
}

/**
 * Holds sources against their types, by the TypeScript that the folder has, or the project.
 *
 * @throws {GateError} when types are wrong, or the compiler cannot be run.
 */
export async function checkTypes({ folder, cache, signal, onOutput }: TypeCheck): Promise<void> {
  const args = ['--project', folder, '--noEmit', '--incremental', '--tsBuildInfoFile', cache];
  const result = await execa('tsc', [...args, '--pretty', 'false'], {
    cwd: root,
    preferLocal: true,
    localDir: folder,
    all: true,
    stdin: 'ignore',
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: killAfterMs,
  });
  signal.throwIfAborted();
  if (!result.failed) {
    return;
  }
  onOutput(result.all);
  if (result.exitCode === undefined) {
    throw new GateError(
      `The types could not be checked: ${result.shortMessage}`,
      advise(npmRun('release'), 'npm install, or release.typecheck: false; then'),
      { resource: 'function/' },
    );
  }
  const count = result.all.match(/^\S.*error TS\d+:/gm)?.length ?? 0;
  throw new GateError(
    count === 1 ? 'The types have 1 error' : `The types have ${String(count)} errors`,
    advise(npmRun('release'), 'mend function/, then'),
    { resource: 'function/' },
  );
}
