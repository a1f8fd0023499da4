/** Calls a flush soon after it was asked to, once for all that asked meanwhile. Keeps no process alive. */
export class FlushTimer {
  readonly #flush: () => void;
  readonly #delayMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(flush: () => void, delayMs: number) {
    this.#flush = flush;
    this.#delayMs = delayMs;
  }

  request(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, this.#delayMs).unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #run(): void {
    try {
      this.#flush();
    } catch (error) {
      process.stderr.write(`The embedded AWS could not write to its disk: ${String(error)}\n`);
    }
  }
}
