import type { Throttle } from '../apigateway/state.ts';

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/** By API or usage plan, then by what is limited there. */
const buckets = new WeakMap<object, Map<string, Bucket>>();

/**
 * Takes a token of a bucket, which holds the burst and fills at the rate. Without a rate, or with a
 * negative one, there is no limit.
 * @param owner who has the bucket: an API for its methods, a usage plan for its clients
 * @param key whose bucket it is there
 * @param now milliseconds since the epoch
 * @returns false when there is none: the request is throttled
 */
export function takeToken(
  owner: object,
  key: string,
  throttle: Throttle | undefined,
  now: number,
): boolean {
  const rate = throttle?.rateLimit;
  if (rate === undefined || rate < 0) {
    return true;
  }
  const burst = throttle?.burstLimit ?? rate;
  const bucket = bucketOf(owner, key, burst, now);
  const elapsedMs = Math.max(0, now - bucket.filledAt);
  bucket.tokens = Math.min(burst, bucket.tokens + (elapsedMs / 1000) * rate);
  bucket.filledAt = now;
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

function bucketOf(owner: object, key: string, burst: number, now: number): Bucket {
  const owned = buckets.get(owner) ?? new Map<string, Bucket>();
  buckets.set(owner, owned);
  const bucket = owned.get(key) ?? { tokens: burst, filledAt: now };
  owned.set(key, bucket);
  return bucket;
}
