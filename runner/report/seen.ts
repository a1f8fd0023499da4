/** A version and a deployment that are served together. */
export interface ServedPair {
  readonly version: string;
  readonly deployment: string;
}

/** A target as it was read from AWS. */
export interface TargetSeen {
  readonly name: string;
  /** Where it is, of a stack in several regions. */
  readonly region?: string;
  readonly url: string;
  readonly restApiId: string;
  readonly apiStage: string;
  /** The alias that the API stage calls. */
  readonly alias: string;
  /** What all callers meet, but those of the shares. */
  readonly serves: ServedPair;
  readonly shares: readonly (ServedPair & {
    /** Of the requests, 0 to 100. */
    readonly percent: number;
  })[];
  /** The alias that no request reaches, and its version. */
  readonly standby: { readonly alias: string; readonly version: string };
  /** The pair that a rollback would go back to; left out where there is none. */
  readonly before?: ServedPair;
}

/** One side of a comparison. */
export interface SideSeen {
  readonly count: number;
  readonly errors: number;
  /** Milliseconds that half of the answers, and 95 of 100, did not exceed; null without answers. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

/** One thing that a candidate is judged by, and how far it is from red. */
export interface MeasureSeen {
  /**
   * `errors`: the candidate's share of failed answers less the other side's. `latency`: Cliff's delta,
   * -1 always faster, 1 always slower. `error ceiling`: the candidate's share of failed answers alone.
   */
  readonly metric: 'errors' | 'latency' | 'error ceiling';
  readonly difference: number;
  /** The interval of the difference, at the judge's own level. */
  readonly low: number;
  readonly high: number;
  /** The candidate is worse above it, if that is no accident. */
  readonly threshold: number;
  /** The chance of such a difference between equals; null for the ceiling, which is no test. */
  readonly p: number | null;
  readonly isRed: boolean;
}

/** What one source saw of both sides. */
export interface SourceSeen {
  /** `probes`, `CloudWatch` */
  readonly source: string;
  readonly candidate: SideSeen;
  readonly baseline: SideSeen;
  /** Requests without any answer. */
  readonly unanswered: number;
  readonly measures: readonly MeasureSeen[];
}

/** One look at the candidate in a step of a rollout, or the last one of a bake. */
export interface Judged {
  readonly step: string;
  readonly target: string;
  /** Where that is, of a stack in several regions. */
  readonly region?: string;
  /** Of the requests that the candidate gets, 0 to 100. */
  readonly percent: number;
  /** 1 to `of`. */
  readonly look: number;
  readonly of: number;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly reasons: readonly string[];
  /** A p at or below it is no accident. */
  readonly level: number;
  readonly minSamples: number;
  readonly sources: readonly SourceSeen[];
}
