import { join } from 'node:path';
import { execa, parseCommandString } from 'execa';
import { BundleError } from './bundle-error.ts';
import { readFiles } from './folder-files.ts';
import type { Packed } from './packed-file.ts';

export interface BundleCommand {
  /** A program with its arguments, run in the function's folder without a shell. */
  readonly command: string;
  /** A folder in the function's, of which every file is put in the zip. The command empties it. */
  readonly output: string;
}

/** Stopping waits so long before it kills. */
const killAfterMs = 1_000;

/**
 * Has another bundler make the files.
 *
 * @param folder of the function.
 * @throws {BundleError} when it fails, or leaves no file.
 */
export async function packByCommand(
  folder: string,
  { command, output }: BundleCommand,
  signal?: AbortSignal,
): Promise<Packed> {
  const [file = '', ...args] = parseCommandString(command);
  const result = await execa(file, args, {
    cwd: folder,
    preferLocal: true,
    localDir: folder,
    all: true,
    stdin: 'ignore',
    reject: false,
    ...(signal !== undefined && { cancelSignal: signal }),
    forceKillAfterDelay: killAfterMs,
  });
  signal?.throwIfAborted();
  if (result.failed) {
    const how =
      result.exitCode === undefined
        ? `could not be run: ${result.shortMessage}`
        : `failed with exit status ${String(result.exitCode)}`;
    throw new BundleError(
      `The bundler ${command} ${how}`,
      'mend function/, or function.bundle.command',
      result.all,
    );
  }
  const files = (await readFiles(join(folder, output), '.')) ?? [];
  if (files.length === 0) {
    throw new BundleError(
      `The bundler ${command} left no file in function/${output}`,
      'name the folder that it writes to in function.bundle.output',
    );
  }
  return {
    files,
    shares: files.map(({ path, contents }) => ({ name: path, bytes: contents.length })),
  };
}
