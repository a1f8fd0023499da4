import { join } from 'node:path';
import { isComplete, pinnedVersion, type Toolchain } from './distribution.ts';

/** The folder that this project keeps its own toolchain in, within its cache folder. */
export const cachedName = `pulumi-v${pinnedVersion}-${process.platform}-${process.arch}`;

/** The toolchain in the cache folder, if there is one. */
export function findCached(cacheFolder: string): Toolchain | undefined {
  const binDir = join(cacheFolder, cachedName, 'bin');
  return isComplete(binDir) ? { binDir, version: pinnedVersion } : undefined;
}
