import { writeAtomically } from './atomic-write.ts';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A JSON file that follows a value in memory. Saves that come while one is being written share the
 * next write, so a burst of changes costs two writes.
 */
export class Document {
  readonly #path: string;
  readonly #serialise: () => string;
  readonly #waiting: Waiting[] = [];
  #onDisk: string;
  #writing = false;

  /** @param onDisk what the file holds now, or would hold: it is not written until it differs */
  constructor(path: string, serialise: () => string, onDisk = serialise()) {
    this.#path = path;
    this.#serialise = serialise;
    this.#onDisk = onDisk;
  }

  /** Resolves when every change made before the call is on disk. */
  save(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (!this.#writing) {
        void this.#drain();
      }
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#write();
        batch.forEach(({ resolve }) => {
          resolve();
        });
      } catch (error) {
        batch.forEach(({ reject }) => {
          reject(error);
        });
      }
    }
    this.#writing = false;
  }

  async #write(): Promise<void> {
    const content = this.#serialise();
    if (content !== this.#onDisk) {
      await writeAtomically(this.#path, content);
      this.#onDisk = content;
    }
  }
}
