/** Answers in a time window. */
export interface Answers {
  readonly count: number;
  readonly errors: number;
  /** Milliseconds, each with how many answers took it. */
  readonly durations: readonly Duration[];
}

export interface Duration {
  readonly ms: number;
  readonly count: number;
}
