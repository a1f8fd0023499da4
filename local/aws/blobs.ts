import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { writeAtomicallySync } from './atomic-write.ts';

/** Immutable bytes (code packages), stored once under their SHA-256. */
export class BlobStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Stores bytes, on disk when this returns, and answers their SHA-256 in hex. */
  put(bytes: Buffer): string {
    const sha = createHash('sha256').update(bytes).digest('hex');
    if (!existsSync(this.path(sha))) {
      writeAtomicallySync(this.path(sha), bytes);
    }
    return sha;
  }

  /** @throws {Error} of node:fs when nothing is stored under this SHA-256 */
  get(sha: string): Buffer {
    return readFileSync(this.path(sha));
  }

  /** Removes all others. */
  keepOnly(shas: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#dir).filter((one) => !shas.has(one))) {
      rmSync(join(this.#dir, name));
    }
  }

  /** Where the bytes are, or would be. */
  path(sha: string): string {
    return join(this.#dir, sha);
  }
}
