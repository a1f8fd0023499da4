import { join } from 'node:path';
import type { ReleaseSettings } from '../../../stack/release-settings.ts';
import { ReleaseError } from '../../errors.ts';
import { checkTypes, hasTypes } from '../../gates/types.ts';
import { root } from '../../root.ts';

const folder = join(root, 'function');
const cache = join(root, '.local', 'dev.tsbuildinfo');

/** Checks types behind what is served: a check that is not done yet gives way to the next. */
export class TypesBehind {
  readonly #say: (text: string) => void;
  readonly #isWanted: boolean;
  #stop = new AbortController();
  #wereWrong = false;

  constructor({ typecheck }: Pick<ReleaseSettings, 'typecheck'>, say: (text: string) => void) {
    this.#isWanted = typecheck && hasTypes(folder);
    this.#say = say;
  }

  /** Begins a check, and tells what is wrong, or that nothing is any more. */
  async check(): Promise<void> {
    this.end();
    if (!this.#isWanted) {
      return;
    }
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      await checkTypes({ folder, cache, signal, onOutput: this.#say });
      if (this.#wereWrong) {
        this.#say('The types are right.');
      }
      this.#wereWrong = false;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      this.#wereWrong = true;
      this.#say(error instanceof ReleaseError ? `${error.message}.` : String(error));
    }
  }

  end(): void {
    this.#stop.abort();
  }
}
