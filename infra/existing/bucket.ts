import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import { TakenNameError, unlessMissing, type Found, type Planned, type Search } from './planned.ts';

const bucketInputs = z.object({ bucket: z.string() });

/** @throws {TakenNameError} when the bucket has tags, and not the stack's. */
export async function findBucket(
  { s3, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = bucketInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const Bucket = planned.data.bucket;
  const { GetBucketTaggingCommand, HeadBucketCommand } = await import('@aws-sdk/client-s3');
  const client = await s3();
  if ((await unlessMissing(client.send(new HeadBucketCommand({ Bucket })))) === undefined) {
    return undefined;
  }
  const tagged = await unlessMissing(client.send(new GetBucketTaggingCommand({ Bucket })));
  const tags = Object.fromEntries(
    (tagged?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
  );
  // Its name says of which account, region and function it is: a run was killed before it could tag it.
  if (Object.keys(tags).length > 0 && !carries(tags, tag)) {
    throw new TakenNameError(
      `bucket ${Bucket}`,
      tag,
      `aws s3api put-bucket-tagging --bucket ${Bucket} --tagging 'TagSet=[{Key=${tag.key},Value=${tag.value}}]'`,
    );
  }
  return { id: Bucket, kept: inputs };
}
