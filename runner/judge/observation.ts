/** The same thing of the candidate and of what it replaces. */
export interface Sides<T> {
  readonly candidate: T;
  readonly baseline: T;
}

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

/** What one source saw of both sides over the same window. */
export interface Observation extends Sides<Answers> {
  /** `probes`, `CloudWatch` */
  readonly source: string;
}
