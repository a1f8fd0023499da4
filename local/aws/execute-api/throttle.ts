import type { MethodSetting, Throttle } from '../apigateway/state.ts';
import { fill, fullBucket, type TokenBucket } from '../token-bucket.ts';

/** By API or usage plan, then by what is limited there. */
const buckets = new WeakMap<object, Map<string, TokenBucket>>();

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
  fill(bucket, { burst, rate }, now);
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

/** Whether a method's setting lets no request through at any time. */
export function admitsNothing({
  throttlingRateLimit: rate = -1,
  throttlingBurstLimit: burst = rate,
}: MethodSetting): boolean {
  return rate >= 0 && burst < 1;
}

function bucketOf(owner: object, key: string, burst: number, now: number): TokenBucket {
  const owned = buckets.get(owner) ?? new Map<string, TokenBucket>();
  buckets.set(owner, owned);
  const bucket = owned.get(key) ?? fullBucket(burst, now);
  owned.set(key, bucket);
  return bucket;
}
