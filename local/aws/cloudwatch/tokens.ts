/** What explains that the token at an index, from 0, is not what may stand there; undefined is the end. */
type Explain = (token: string | undefined, index: number) => Error;

/** Reads the tokens of a text one after the other. */
export class Tokens {
  readonly #tokens: readonly string[];
  readonly #explain: Explain;
  #next = 0;

  /** @param pattern its first group is a token. */
  constructor(text: string, pattern: RegExp, explain: Explain) {
    this.#tokens = [...text.matchAll(pattern)].map(([, token = '']) => token);
    this.#explain = explain;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** The next token, which stays the next one; empty at the end. */
  peek(): string {
    return this.#tokens[this.#next] ?? '';
  }

  /** The next token, which is read by that; empty at the end. */
  read(): string {
    return this.#tokens[this.#next++] ?? '';
  }

  /** Reads the next token if it is this one. */
  take(token: string): boolean {
    const isThere = this.peek() === token;
    this.#next += isThere ? 1 : 0;
    return isThere;
  }

  /** @throws {Error} when the next token is not this one. */
  expect(token: string): void {
    if (!this.take(token)) {
      throw this.wrong();
    }
  }

  /** What is to be thrown where the next token may not stand. */
  wrong(): Error {
    return this.#explain(this.#tokens[this.#next], this.#next);
  }
}
