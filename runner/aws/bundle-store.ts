import type { S3Client } from '@aws-sdk/client-s3';
import { bundleBucket } from '../../stack/names.ts';
import { EnvironmentError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import { isAwsError } from './aws-errors.ts';
import type { Code, CodeObject } from './function.ts';

/**
 * Puts a deployment package where Lambda fetches it, unless it is there: its name is its digest, S3 holds
 * the bytes against that, and nothing is written over.
 *
 * @param functionArn whose account and region name the bucket.
 * @throws {EnvironmentError} when the stack's bucket is not there.
 */
export async function putBundle(
  s3: S3Client,
  functionArn: string,
  { zip, codeSha256 }: Code,
  signal: AbortSignal,
): Promise<CodeObject> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const bucket = bundleBucket(functionArn);
  const key = `${Buffer.from(codeSha256, 'base64').toString('hex')}.zip`;
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: zip,
    ContentType: 'application/zip',
    ChecksumSHA256: codeSha256,
    IfNoneMatch: '*',
  });
  try {
    await s3.send(put, { abortSignal: signal });
  } catch (error) {
    if (isAwsError(error, 'NoSuchBucket')) {
      throw new EnvironmentError(
        `There is no bucket ${bucket}, to which a package of more than 50 MB goes`,
        advise(
          npmRun('release', '--provision'),
          'set function.bundle.s3 to true, which makes it, then',
        ),
        { cause: error, resource: `bucket ${bucket}` },
      );
    }
    if (!isAwsError(error, 'PreconditionFailed')) {
      throw error;
    }
  }
  return { bucket, key };
}

/** Keys of the packages that are kept. */
export async function listBundles(s3: S3Client, functionArn: string): Promise<string[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bundleBucket(functionArn) });
  for await (const { Contents = [] } of pages) {
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  }
  return keys;
}

/** Deletes a package: a version that was made of it keeps its code. */
export async function deleteBundle(s3: S3Client, functionArn: string, key: string): Promise<void> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  await s3.send(new DeleteObjectCommand({ Bucket: bundleBucket(functionArn), Key: key }));
}
