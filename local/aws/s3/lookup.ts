import type { RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label } from '../rest/operation.ts';
import { accessDenied, noSuchBucket, noSuchKey, permanentRedirect } from './errors.ts';
import type { Bucket, StoredObject } from './state.ts';

/** The bucket of a request's path; NoSuchBucket where there is none, PermanentRedirect where it is in another region. */
export function requireBucket(request: RestRequest, region: Region): Bucket {
  return bucketOf(region, label(request, 'Bucket'));
}

/** The object of a request's path; NoSuchKey where there is none. */
export function requireObject(request: RestRequest, region: Region): StoredObject {
  return objectOf(region, label(request, 'Bucket'), label(request, 'Key'));
}

/** For other services: NoSuchBucket or NoSuchKey where there is none, PermanentRedirect for another region's. */
export function objectOf(region: Region, bucket: string, key: string): StoredObject {
  const found = bucketOf(region, bucket).objects[key];
  if (found === undefined) {
    throw noSuchKey(key);
  }
  return found;
}

/** Where the bucket of a name is: names are taken in all accounts and regions at once. */
export function placeOf(region: Region, name: string): Region | undefined {
  const holds = ({ state }: Region): boolean => state.s3.buckets[name] !== undefined;
  return holds(region) ? region : region.everywhere().find(holds);
}

function bucketOf(region: Region, name: string): Bucket {
  const place = placeOf(region, name);
  const found = place?.state.s3.buckets[name];
  if (place === undefined || found === undefined) {
    throw noSuchBucket(name);
  }
  if (place.region !== region.region) {
    throw permanentRedirect(name, place.region);
  }
  if (place.account !== region.account) {
    throw accessDenied();
  }
  return found;
}
