import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process holds the lock. */
export class LockedError extends Error {
  constructor(dir: string) {
    super(`Another process is already using ${dir}.`);
    this.name = 'LockedError';
  }
}

/**
 * Makes this process the only one that uses a folder. It is the lock of an (empty) SQLite file: the
 * operating system drops it with the process, however that ends, so there are no stale locks.
 *
 * @returns a function that gives the lock back
 * @throws {LockedError} at once when another process, or this one, holds it
 */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true });
  const database = new DatabaseSync(join(dir, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new LockedError(dir);
    }
    throw error;
  }
  return () => {
    database.close();
  };
}

const sqliteBusy = 5;
