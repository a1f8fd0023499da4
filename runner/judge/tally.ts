import type { Answers } from './observation.ts';

/** Three digits keep what is held small, however many answers there are. */
const significantDigits = 3;

/** Counts answers as they come. */
export class Tally {
  #count = 0;
  #errors = 0;
  readonly #durations = new Map<number, number>();

  /** @param ms how long the answer took; undefined when there was none */
  add({ isError, ms }: { readonly isError: boolean; readonly ms: number | undefined }): void {
    this.#count += 1;
    this.#errors += isError ? 1 : 0;
    if (ms !== undefined) {
      const rounded = Number(ms.toPrecision(significantDigits));
      this.#durations.set(rounded, (this.#durations.get(rounded) ?? 0) + 1);
    }
  }

  answers(): Answers {
    return {
      count: this.#count,
      errors: this.#errors,
      durations: [...this.#durations].map(([ms, count]) => ({ ms, count })),
    };
  }
}
