import { join } from 'node:path';
import { isComplete, PINNED_VERSION, type Toolchain } from './distribution.ts';

/** The folder that this project keeps its own toolchain in, within its cache folder. */
export const CACHED_NAME = `pulumi-v${PINNED_VERSION}-${process.platform}-${process.arch}`;

/** The toolchain in the cache folder, if there is one. */
export function findCached(cacheFolder: string): Toolchain | undefined {
  const binDir = join(cacheFolder, CACHED_NAME, 'bin');
  return isComplete(binDir) ? { binDir, version: PINNED_VERSION } : undefined;
}
