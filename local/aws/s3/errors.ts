import { AwsError } from '../errors.ts';

export function noSuchBucket(BucketName: string): AwsError {
  return new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', {
    members: { BucketName },
  });
}

export function noSuchKey(Key: string): AwsError {
  return new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { members: { Key } });
}

/** 301: the bucket is in another region, which a client then asks. */
export function permanentRedirect(Bucket: string, region: string): AwsError {
  return new AwsError(
    'PermanentRedirect',
    301,
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      members: { Bucket, Endpoint: `${Bucket}.s3.${region}.amazonaws.com` },
      headers: { 'x-amz-bucket-region': region },
    },
  );
}

/** 403: the bucket is another account's. */
export function accessDenied(): AwsError {
  return new AwsError('AccessDenied', 403, 'Access Denied');
}

/** 400: what was sent is not what the request says. */
export function badRequest(code: string, message: string): AwsError {
  return new AwsError(code, 400, message);
}

/** 409: the bucket is there, or is not empty. */
export function conflict(code: string, message: string, BucketName: string): AwsError {
  return new AwsError(code, 409, message, { members: { BucketName } });
}

/** 412: there is an object where the request is for none, or another one than it is for. */
export function preconditionFailed(Condition: 'If-Match' | 'If-None-Match'): AwsError {
  return new AwsError(
    'PreconditionFailed',
    412,
    'At least one of the pre-conditions you specified did not hold',
    { members: { Condition } },
  );
}
