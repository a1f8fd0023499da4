// The toolchain that this project keeps for itself, outside the checkout, so that clones share it. It is
// made in a folder beside its place and moved there when complete: what has the final name is whole.

import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { askVersion } from './ask-version.ts';
import { cachedName, findCached } from './cached.ts';
import { cliName, pinnedVersion, type Toolchain } from './distribution.ts';
import { withLock } from './lock.ts';
import { messageOf } from './message.ts';

const partialPrefix = `${cachedName}.partial-`;
/** Not `.lock`: a version of this project before this one has a file of that name. */
const lockFolder = `${cachedName}.making`;

type Report = (line: string) => void;

/** One way of making a toolchain. `make` fills `root/bin`, or throws. */
export interface Source {
  readonly name: string;
  readonly make: (root: string) => Promise<void>;
}

export type Made =
  | { readonly kind: 'made'; readonly toolchain: Toolchain }
  | { readonly kind: 'failed'; readonly attempts: readonly string[] };

function removeLeftovers(cacheFolder: string): void {
  for (const name of readdirSync(cacheFolder)) {
    if (name.startsWith(partialPrefix)) {
      rmSync(join(cacheFolder, name), { recursive: true, force: true });
    }
  }
}

async function verifyRuns(root: string, env: NodeJS.ProcessEnv): Promise<void> {
  const version = await askVersion(join(root, 'bin', cliName), env);
  if (version !== pinnedVersion) {
    throw new Error(`it is ${version}, not ${pinnedVersion}`);
  }
}

async function makeOne(source: Source, cacheFolder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const partial = join(cacheFolder, `${partialPrefix}${randomUUID()}`);
  const place = join(cacheFolder, cachedName);
  mkdirSync(join(partial, 'bin'), { recursive: true });
  try {
    await source.make(partial);
    await verifyRuns(partial, env);
    rmSync(place, { recursive: true, force: true });
    renameSync(partial, place);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function makeFirstThatWorks(
  sources: readonly Source[],
  cacheFolder: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<Made> {
  const attempts: string[] = [];
  for (const source of sources) {
    try {
      await makeOne(source, cacheFolder, env);
    } catch (error) {
      const attempt = `${source.name}: ${messageOf(error)}`;
      report(`  ${attempt}`);
      attempts.push(attempt);
      continue;
    }
    const toolchain = findCached(cacheFolder);
    if (toolchain !== undefined) {
      return { kind: 'made', toolchain };
    }
  }
  return { kind: 'failed', attempts };
}

/**
 * Fills the cache folder by the first source that works, by one process at a time; another that wants the
 * same waits and then finds it made. Killed at any point, it leaves no toolchain rather than half of one.
 */
export async function makeCached(
  sources: readonly Source[],
  cacheFolder: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<Made> {
  const lock = join(cacheFolder, lockFolder);
  const onWait = (): void =>
    report(`Another command is setting up the Pulumi CLI; waiting for it (it holds ${lock})…`);
  return withLock(lock, onWait, async () => {
    const made = findCached(cacheFolder);
    if (made !== undefined) {
      return { kind: 'made', toolchain: made };
    }
    removeLeftovers(cacheFolder);
    return makeFirstThatWorks(sources, cacheFolder, env, report);
  });
}
