/** Of one call; a line counts for what it takes beside its text, too. */
const keptCharacters = 16 * 1024 * 1024;
const lineOverhead = 64;

/**
 * What a handler logs in one call. One that logs without end would take the server's memory until its time is over:
 * from some size on its lines are only counted.
 */
export class LogLines {
  readonly #lines: string[] = [];
  #left = keptCharacters;
  #dropped = 0;

  push(line: string): void {
    if (this.#left > 0) {
      this.#left -= line.length + lineOverhead;
      this.#lines.push(line);
    } else {
      this.#dropped += 1;
    }
  }

  all(): readonly string[] {
    return this.#dropped === 0
      ? this.#lines
      : [
          ...this.#lines,
          `[the embedded AWS keeps 16 MB of a call's log: ${String(this.#dropped)} lines more are left out]`,
        ];
  }
}
