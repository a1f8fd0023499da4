import { AwsError } from '../errors.ts';
import type { Region } from '../region.ts';
import { objectOf } from '../s3/lookup.ts';
import { invalidParameter, tooLarge } from './errors.ts';
import type { CodeObject, CodeSource } from './code-source.ts';
import type { Code } from './state.ts';
import { readZip } from './zip.ts';

const limits = { zipped: 52_428_800, unzipped: 262_144_000 } as const;

/**
 * Takes a deployment package: checks that it is a readable archive within Lambda's limits and stores
 * it, on disk before this returns.
 *
 * @throws {AwsError} as {@link readPackage}
 */
export function storeCode(region: Region, source: CodeSource): Code {
  const zip = readPackage(region, source);
  return { sha: region.blobs.put(zip), size: zip.length };
}

/**
 * The checked bytes of a deployment package, which may be larger in S3.
 *
 * @throws {AwsError} InvalidParameterValueException for what is not there or cannot be unpacked;
 *   RequestEntityTooLargeException (413) over 50 MB.
 */
export function readPackage(region: Region, source: CodeSource): Buffer {
  if (typeof source !== 'string') {
    return verifyPackage(readObject(region, source));
  }
  const zip = Buffer.from(source, 'base64');
  verifyZipped(zip);
  return verifyPackage(zip);
}

function readObject(region: Region, { bucket, key }: CodeObject): Buffer {
  try {
    return region.blobs.get(objectOf(region, bucket, key).sha);
  } catch (error) {
    throw error instanceof AwsError && ofS3.includes(error.code)
      ? invalidParameter(
          `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${messageOf(error)}`,
        )
      : error;
  }
}

const ofS3 = ['NoSuchBucket', 'NoSuchKey', 'PermanentRedirect', 'AccessDenied'];

/** As Lambda passes it on: of another region's bucket it names the region. */
function messageOf({ message, headers }: AwsError): string {
  const region = headers['x-amz-bucket-region'];
  return region === undefined
    ? message
    : `The bucket is in this region: ${region}. Please use this region to retry the request`;
}

function verifyZipped(zip: Buffer): void {
  if (zip.length > limits.zipped) {
    throw tooLarge(
      'RequestEntityTooLargeException',
      `Zipped size must be smaller than ${String(limits.zipped)} bytes`,
    );
  }
}

function verifyPackage(zip: Buffer): Buffer {
  if (zip.length === 0) {
    throw invalidParameter('Uploaded file must be a non-empty zip');
  }
  if (unzippedSize(zip) > limits.unzipped) {
    throw invalidParameter(`Unzipped size must be smaller than ${String(limits.unzipped)} bytes`);
  }
  return zip;
}

function unzippedSize(zip: Buffer): number {
  try {
    return readZip(zip).reduce((sum, entry) => sum + entry.size, 0);
  } catch {
    throw invalidParameter(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
}

/** `CodeSha256` as Lambda reports it: base64 of what the blob store names in hex. */
export function codeSha256(code: Code): string {
  return Buffer.from(code.sha, 'hex').toString('base64');
}
