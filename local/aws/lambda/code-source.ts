import { z } from 'zod';

import { notImplemented } from '../not-implemented.ts';
import { invalidParameter } from './errors.ts';

/** An object in S3. */
export interface CodeObject {
  readonly bucket: string;
  readonly key: string;
}

/** Where a function's code comes from: base64 of an archive, or one in S3. */
export type CodeSource = string | CodeObject;

/** The members of a request that say so, beside others. */
export const codeMembers = z.looseObject({
  ZipFile: z.string().optional(),
  S3Bucket: z.string().optional(),
  S3Key: z.string().optional(),
});

const unmodelled = [
  'S3ObjectVersion',
  'S3ObjectStorageMode',
  'ImageUri',
  'PublishTo',
  'SourceKMSKeyArn',
];

/**
 * @param operation for the error that names what is not modelled
 * @throws {AwsError} InvalidParameterValueException where a request names no code
 */
export function codeSource(operation: string, input: z.output<typeof codeMembers>): CodeSource {
  const other = unmodelled.find((member) => input[member] !== undefined);
  if (other !== undefined) {
    throw notImplemented(`${other} of ${operation}`);
  }
  const { ZipFile, S3Bucket, S3Key } = input;
  if (ZipFile !== undefined) {
    return ZipFile;
  }
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  return { bucket: S3Bucket, key: S3Key };
}
