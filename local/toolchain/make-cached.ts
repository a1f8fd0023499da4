// The toolchain that this project keeps for itself, outside the checkout, so that clones share it. It is
// made in a folder beside its place and moved there when complete: what has the final name is whole.

import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { askVersion } from './ask-version.ts';
import { CACHED_NAME, findCached } from './cached.ts';
import { CLI, PINNED_VERSION, type Toolchain } from './distribution.ts';
import { withLock } from './lock.ts';
import { messageOf } from './message.ts';

const PARTIAL = `${CACHED_NAME}.partial-`;
/** Not `.lock`: a version of this project before this one has a file of that name. */
const LOCK_FOLDER = `${CACHED_NAME}.making`;

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
    if (name.startsWith(PARTIAL)) rmSync(join(cacheFolder, name), { recursive: true, force: true });
  }
}

async function verifyRuns(root: string, env: NodeJS.ProcessEnv): Promise<void> {
  const version = await askVersion(join(root, 'bin', CLI), env);
  if (version !== PINNED_VERSION) throw new Error(`it is ${version}, not ${PINNED_VERSION}`);
}

async function makeOne(source: Source, cacheFolder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const partial = join(cacheFolder, `${PARTIAL}${randomUUID()}`);
  const place = join(cacheFolder, CACHED_NAME);
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
    if (toolchain !== undefined) return { kind: 'made', toolchain };
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
  const lock = join(cacheFolder, LOCK_FOLDER);
  const onWait = (): void =>
    report(`Another command is setting up the Pulumi CLI; waiting for it (it holds ${lock})…`);
  return withLock(lock, onWait, async () => {
    const made = findCached(cacheFolder);
    if (made !== undefined) return { kind: 'made', toolchain: made };
    removeLeftovers(cacheFolder);
    return makeFirstThatWorks(sources, cacheFolder, env, report);
  });
}
