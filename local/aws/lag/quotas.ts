import { throttlingError } from '../faults.ts';
import type { Scope } from '../scope.ts';
import { fill, fullBucket, type BucketLimits, type TokenBucket } from '../token-bucket.ts';

/** Calls that share one limit; those of a name of their own count for it alone. */
interface Quota {
  readonly name: string;
  readonly limits: BucketLimits;
}

const perSecond = (rate: number, burst = rate): BucketLimits => ({ rate, burst });
const onceIn = (seconds: number): BucketLimits => ({ rate: 1 / seconds, burst: 1 });

/** Of an account in a region, as AWS documents them (API Gateway, "Fixed quotas"). */
const gatewayOperations: ReadonlyMap<string, BucketLimits> = new Map([
  ['CreateDeployment', onceIn(5)],
  ['CreateRestApi', onceIn(3)],
  ['ImportRestApi', onceIn(3)],
  ['PutRestApi', onceIn(1)],
  ['DeleteRestApi', onceIn(30)],
  ['UpdateAccount', onceIn(20)],
  ['CreateResource', perSecond(5)],
  ['DeleteResource', perSecond(5)],
  ['GetResources', perSecond(2.5, 5)],
]);
const gatewayInAll = { name: 'apigateway', limits: perSecond(10, 40) };

/** AWS, "Lambda quotas": API requests. */
const lambdaOperations: ReadonlyMap<string, BucketLimits> = new Map([
  ['GetFunction', perSecond(100)],
  ['GetPolicy', perSecond(15)],
]);
const lambdaInAll = { name: 'lambda', limits: perSecond(15) };

/** The data plane, which these quotas are not for. */
const unlimited: ReadonlySet<string> = new Set(['Invoke', 'DownloadCode']);

function quotasOf(service: string, operation: string): Quota[] {
  switch (service) {
    case 'apigateway': {
      const limits = gatewayOperations.get(operation);
      return [gatewayInAll, ...(limits === undefined ? [] : [{ name: operation, limits }])];
    }
    case 'lambda': {
      const limits = lambdaOperations.get(operation);
      if (unlimited.has(operation)) {
        return [];
      }
      return [limits === undefined ? lambdaInAll : { name: operation, limits }];
    }
    default:
      return [];
  }
}

/** How many calls each account may still make in each region. */
export class Quotas {
  readonly #buckets = new Map<string, TokenBucket>();

  /**
   * Counts a call.
   *
   * @param now milliseconds since the epoch
   * @throws {AwsError} 429 `TooManyRequestsException` for one that is over a quota, which does not count
   */
  take({ account, region, service }: Scope, operation: string, now: number): void {
    const taken = quotasOf(service, operation).map(({ name, limits }) => {
      const key = `${account} ${region} ${service} ${name}`;
      const bucket = this.#buckets.get(key) ?? fullBucket(limits.burst, now);
      this.#buckets.set(key, bucket);
      fill(bucket, limits, now);
      return { bucket, waitSeconds: (1 - bucket.tokens) / limits.rate };
    });
    const waitSeconds = Math.max(0, ...taken.map((one) => one.waitSeconds));
    if (waitSeconds > 0) {
      throw throttlingError(service, Math.ceil(waitSeconds));
    }
    for (const { bucket } of taken) {
      bucket.tokens -= 1;
    }
  }
}
