import type { Answers } from '../aws/answers.ts';

export type { Answers, Duration } from '../aws/answers.ts';

/** The same thing of the candidate and of what it replaces. */
export interface Sides<T> {
  readonly candidate: T;
  readonly baseline: T;
}

/** What one source saw of both sides over the same window. */
export interface Observation extends Sides<Answers> {
  /** `probes`, `CloudWatch` */
  readonly source: string;
  /** Requests that got no HTTP answer, which says nothing about either side; left out, none. */
  readonly unanswered?: number;
}
