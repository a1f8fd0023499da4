// A lock between processes: a file that names its holder. It is void when the holder is dead.

import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './is-alive.mjs';

const pollMs = 100;

function readLock(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function tryToTake(path, content) {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** Takes a dead holder's file away. A live lock that got in between is put back. */
function clearIfVoid(path, content) {
  if (isAlive(Number.parseInt(content, 10))) {
    return;
  }
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readLock(aside) !== content) {
      linkSync(aside, path);
    }
  } finally {
    rmSync(aside);
  }
}

/**
 * Waits for the lock, runs `work` and gives the lock back.
 * @param path of the lock file; its folder is created
 * @param onWait called once when another live process holds the lock
 */
export async function withLock(path, onWait, work) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${process.pid} ${randomUUID()}`;
  for (let said = false; !tryToTake(path, mine);) {
    const held = readLock(path);
    if (held !== undefined) {
      clearIfVoid(path, held);
    }
    if (readLock(path) !== held || held === undefined) {
      continue;
    }
    if (!said) {
      onWait();
    }
    said = true;
    await delay(pollMs);
  }
  try {
    return await work();
  } finally {
    if (readLock(path) === mine) {
      rmSync(path);
    }
  }
}
