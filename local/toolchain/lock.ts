import { setTimeout as delay } from 'node:timers/promises';
import { lockFolder, LockedError } from '../folder-lock.ts';

const pollMs = 100;

/**
 * Waits for a folder's lock, runs `work` and gives the lock back.
 * @param dir is created; an empty file stays in it
 * @param onWait called once when another process holds the lock
 */
export async function withLock<Result>(
  dir: string,
  onWait: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const unlock = await take(dir, onWait);
  try {
    return await work();
  } finally {
    unlock();
  }
}

async function take(dir: string, onWait: () => void): Promise<() => void> {
  for (let said = false; ; said = true) {
    try {
      return lockFolder(dir);
    } catch (error) {
      if (!(error instanceof LockedError)) {
        throw error;
      }
    }
    if (!said) {
      onWait();
    }
    await delay(pollMs);
  }
}
