import type { MethodSetting, RestApi } from '../apigateway/state.ts';
import { fill, fullBucket, type TokenBucket } from '../token-bucket.ts';

/** By API, then by stage and method: each method of a stage has its own limit. */
const buckets = new WeakMap<RestApi, Map<string, TokenBucket>>();

/**
 * Takes a token of the method's bucket, which holds the burst and fills at the rate.
 * @param key stage and method
 * @param now milliseconds since the epoch
 * @returns false when there is none: the request is throttled
 */
export function takeToken(
  api: RestApi,
  key: string,
  setting: MethodSetting | undefined,
  now: number,
): boolean {
  const rate = setting?.throttlingRateLimit;
  if (rate === undefined || rate < 0) {
    return true;
  }
  const burst = setting?.throttlingBurstLimit ?? rate;
  const bucket = bucketOf(api, key, burst, now);
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

function bucketOf(api: RestApi, key: string, burst: number, now: number): TokenBucket {
  const ofApi = buckets.get(api) ?? new Map<string, TokenBucket>();
  buckets.set(api, ofApi);
  const bucket = ofApi.get(key) ?? fullBucket(burst, now);
  ofApi.set(key, bucket);
  return bucket;
}
