import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

/** As the Pulumi CLI looks for it on `PATH`. */
export const providerExecutable = 'pulumi-resource-aws';

/** Whether a folder has this project's provider, also that of another checkout, and not the official one. */
export function isStandIn(folder: string): boolean {
  try {
    const bin = dirname(realpathSync(join(folder, providerExecutable)));
    return basename(bin) === 'bin' && basename(dirname(bin)) === 'provider';
  } catch {
    return false;
  }
}

/** @returns the folder whose provider the Pulumi CLI starts, where `PATH` has one. */
export function providerFolderOn(path: string): string | undefined {
  return path
    .split(delimiter)
    .find((folder) => folder !== '' && existsSync(join(folder, providerExecutable)));
}
