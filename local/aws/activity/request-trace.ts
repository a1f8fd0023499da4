/** The parts of a request's way through a stage that take time; what is none of them is the gateway's. */
export type TracedPart = 'mapping' | 'integration' | 'handler';

export interface Span {
  readonly part: TracedPart;
  /** Since the request came. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** What one request was on its way: how long each part took, and its body between them. */
export class RequestTrace {
  readonly #startedAt = performance.now();
  readonly #spans: Span[] = [];
  /** The version of the function that answered. */
  version: string | undefined;
  /** What the request's template made, or the event of a proxy integration. */
  toIntegration: Buffer | undefined;
  /** What the integration answered, before the response's template. */
  fromIntegration: Buffer | undefined;

  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** Milliseconds since the request came. */
  elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Begins a part. @returns what ends it */
  begin(part: TracedPart): () => void {
    const startMs = this.elapsedMs();
    return () => {
      this.#spans.push({ part, startMs, durationMs: this.elapsedMs() - startMs });
    };
  }

  /** Measures work that is done when it returns. */
  measure<T>(part: TracedPart, work: () => T): T {
    const end = this.begin(part);
    try {
      return work();
    } finally {
      end();
    }
  }

  /** Of a function that has answered just now, the time that its handler took. */
  noteHandler(durationMs: number, version: string): void {
    const startMs = Math.max(0, this.elapsedMs() - durationMs);
    this.#spans.push({ part: 'handler', startMs, durationMs });
    this.version = version;
  }
}
