import { ProviderError } from '../errors.ts';
import { Archive, Asset } from '../properties.ts';
import { zipOf } from '../zip.ts';
import type { FunctionInputs } from './function-schema.ts';

/** A function's code as Lambda takes it: the bytes of a zip, or where S3 has them. */
export async function codeOf({ code, s3Bucket, s3Key, s3ObjectVersion }: FunctionInputs) {
  if (code instanceof Archive) {
    return { ZipFile: await zipOf(code) };
  }
  if (code instanceof Asset) {
    return { ZipFile: await zipOf(asArchive(code)) };
  }
  if (s3Bucket !== undefined) {
    return { S3Bucket: s3Bucket, S3Key: s3Key, S3ObjectVersion: s3ObjectVersion };
  }
  throw new ProviderError('it has no code: give code, or s3Bucket and s3Key');
}

// A file asset is a zip file, as in the official provider.
function asArchive({ hash, content }: Asset): Archive {
  if (content === undefined || !('path' in content)) {
    throw new ProviderError('its code must be an archive, or a file asset that is a zip file');
  }
  return new Archive(hash, content);
}
