/** One call of the embedded AWS, as it was answered. */
export interface RecordedCall {
  /** From 1, in the order the answers went out. */
  readonly sequence: number;
  /** When it came in, ISO 8601. */
  readonly at: string;
  /** Signing name: `lambda`; `execute-api` for requests to a stage's URL. */
  readonly service: string;
  /** `UpdateAlias`; for what is not modelled, what the request asked for. */
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** HTTP status; 0 when a fault dropped the connection. */
  readonly status: number;
  readonly durationMs: number;
  readonly userAgent?: string;
}

const capacity = 10_000;

/** The last 10,000 calls. */
export class CallLog {
  #calls: RecordedCall[] = [];
  #sequence = 0;

  record(call: Omit<RecordedCall, 'sequence'>): void {
    this.#sequence += 1;
    this.#calls.push({ sequence: this.#sequence, ...call });
    if (this.#calls.length >= 2 * capacity) {
      this.#calls = this.#calls.slice(-capacity);
    }
  }

  list(): readonly RecordedCall[] {
    return this.#calls.slice(-capacity);
  }

  clear(): void {
    this.#calls = [];
  }
}
