// A lock between processes: a file that names its holder. It is void when the holder is dead.

import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** The file appears with its content in one step, so a reader never sees half a lock. */
function tryToTake(path: string, content: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** Takes a dead holder's file away. A live lock that got in between is put back. */
function clearIfVoid(path: string, content: string): boolean {
  if (isAlive(Number.parseInt(content, 10))) return false;
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  try {
    if (readLock(aside) !== content) linkSync(aside, path);
  } finally {
    rmSync(aside);
  }
  return true;
}

async function take(path: string, content: string, onWait: () => void): Promise<void> {
  let said = false;
  while (!tryToTake(path, content)) {
    const held = readLock(path);
    if (held === undefined || clearIfVoid(path, held)) continue;
    if (!said) onWait();
    said = true;
    await delay(POLL_MS);
  }
}

/**
 * Waits for the lock, runs `work` and gives the lock back.
 * @param path of the lock file; its folder is created
 * @param onWait called once when another live process holds the lock
 */
export async function withLock<Result>(
  path: string,
  onWait: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${String(process.pid)} ${randomUUID()}`;
  await take(path, mine, onWait);
  try {
    return await work();
  } finally {
    if (readLock(path) === mine) rmSync(path);
  }
}
