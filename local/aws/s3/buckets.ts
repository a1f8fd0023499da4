import { byName, fromEntries } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { badRequest, conflict } from './errors.ts';
import { placeOf, requireBucket } from './lookup.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^(?!xn--|sthree-)(?!.*\.\.)(?!\d+(\.\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The only region whose buckets are made without naming it. */
const classic = 'us-east-1';

function createBucket(request: RestRequest, region: Region): RestResponse {
  const name = label(request, 'Bucket');
  if (!bucketName.test(name)) {
    throw badRequest('InvalidBucketName', 'The specified bucket is not valid.');
  }
  const [, place = classic] =
    /<LocationConstraint>([\w-]+)<\/LocationConstraint>/.exec(request.body.toString()) ?? [];
  if (place !== region.region) {
    throw badRequest(
      'IllegalLocationConstraintException',
      `The ${place} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  const owner = placeOf(region, name);
  if (owner !== undefined) {
    throw owner.account === region.account
      ? conflict(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          name,
        )
      : conflict(
          'BucketAlreadyExists',
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
          name,
        );
  }
  region.state.s3.buckets[name] = { createdAt: region.now(), tags: byName(), objects: byName() };
  return { headers: { location: `/${name}` } };
}

function headBucket(request: RestRequest, region: Region): RestResponse {
  requireBucket(request, region);
  return { headers: { 'x-amz-bucket-region': region.region } };
}

function deleteBucket(request: RestRequest, region: Region): RestResponse {
  const name = label(request, 'Bucket');
  if (Object.keys(requireBucket(request, region).objects).length > 0) {
    throw conflict('BucketNotEmpty', 'The bucket you tried to delete is not empty', name);
  }
  Reflect.deleteProperty(region.state.s3.buckets, name);
  return { status: 204 };
}

function putBucketTagging(request: RestRequest, region: Region): RestResponse {
  const bucket = requireBucket(request, region);
  bucket.tags = fromEntries(
    [...request.body.toString().matchAll(/<Tag>(.*?)<\/Tag>/gs)].map(([, tag = '']) => [
      textOf(tag, 'Key'),
      textOf(tag, 'Value'),
    ]),
  );
  return { status: 204 };
}

function getBucketTagging(request: RestRequest, region: Region): RestResponse {
  const { tags } = requireBucket(request, region);
  const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (Tag.length === 0) {
    throw new AwsError('NoSuchTagSet', 404, 'The TagSet does not exist');
  }
  return { body: { Tagging: { TagSet: { Tag } } } };
}

/** An element of an XML document that holds text. */
function textOf(xml: string, name: string): string {
  const [, text = ''] = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml) ?? [];
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

export const bucketOperations = [
  operation('CreateBucket', 'PUT /{Bucket}', createBucket),
  operation('HeadBucket', 'HEAD /{Bucket}', headBucket),
  operation('DeleteBucket', 'DELETE /{Bucket}', deleteBucket),
  operation('GetBucketTagging', 'GET /{Bucket}?tagging', getBucketTagging),
  operation('PutBucketTagging', 'PUT /{Bucket}?tagging', putBucketTagging),
];
