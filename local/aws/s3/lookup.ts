import type { RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label } from '../rest/operation.ts';
import { noSuchBucket, noSuchKey } from './errors.ts';
import type { Bucket, StoredObject } from './state.ts';

/** The bucket of a request's path; NoSuchBucket where there is none. */
export function requireBucket(request: RestRequest, region: Region): Bucket {
  return bucketOf(region, label(request, 'Bucket'));
}

/** The object of a request's path; NoSuchKey where there is none. */
export function requireObject(request: RestRequest, region: Region): StoredObject {
  return objectOf(region, label(request, 'Bucket'), label(request, 'Key'));
}

/** For other services: NoSuchBucket or NoSuchKey where there is none. */
export function objectOf(region: Region, bucket: string, key: string): StoredObject {
  const found = bucketOf(region, bucket).objects[key];
  if (found === undefined) {
    throw noSuchKey(key);
  }
  return found;
}

function bucketOf(region: Region, name: string): Bucket {
  const found = region.state.s3.buckets[name];
  if (found === undefined) {
    throw noSuchBucket(name);
  }
  return found;
}
