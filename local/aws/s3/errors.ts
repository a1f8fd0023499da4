import { AwsError } from '../errors.ts';

export function noSuchBucket(BucketName: string): AwsError {
  return new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', {
    members: { BucketName },
  });
}

export function noSuchKey(Key: string): AwsError {
  return new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { members: { Key } });
}

/** 400: what was sent is not what the request says. */
export function badRequest(code: string, message: string): AwsError {
  return new AwsError(code, 400, message);
}

/** 409: the bucket is there, or is not empty. */
export function conflict(code: string, message: string, BucketName: string): AwsError {
  return new AwsError(code, 409, message, { members: { BucketName } });
}

/** 412: there is an object, and the request is for none. */
export function preconditionFailed(): AwsError {
  return new AwsError(
    'PreconditionFailed',
    412,
    'At least one of the pre-conditions you specified did not hold',
    { members: { Condition: 'If-None-Match' } },
  );
}
