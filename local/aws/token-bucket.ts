/** Holds a burst of tokens, and fills at a rate. */
export interface TokenBucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

export interface BucketLimits {
  /** Tokens. */
  readonly burst: number;
  /** Tokens per second. */
  readonly rate: number;
}

/** A bucket that is full. */
export const fullBucket = (burst: number, now: number): TokenBucket => ({
  tokens: burst,
  filledAt: now,
});

/** Lets a bucket fill until now, in milliseconds since the epoch. */
export function fill(bucket: TokenBucket, { burst, rate }: BucketLimits, now: number): void {
  const elapsedMs = Math.max(0, now - bucket.filledAt);
  bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs / 1000) * rate);
  bucket.filledAt = now;
}
