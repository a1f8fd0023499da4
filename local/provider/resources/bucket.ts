import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { unlessMissing } from '../errors.ts';
import type { AwsRegion } from '../aws-region.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagProperties } from '../tags.ts';

/** Kept in state and never applied: the embedded AWS keeps objects, and nothing of this. */
const inertInputs = [
  'accelerationStatus',
  'acl',
  'bucketNamespace',
  'corsRules',
  'grants',
  'lifecycleRules',
  'logging',
  'objectLockConfiguration',
  'objectLockEnabled',
  'policy',
  'replicationConfiguration',
  'requestPayer',
  'serverSideEncryptionConfiguration',
  'versioning',
  'website',
] as const;
const inertShape = Object.fromEntries(
  inertInputs.map((name) => [name, z.unknown().optional()]),
) as Record<(typeof inertInputs)[number], z.ZodOptional<z.ZodUnknown>>;

const schema = z.strictObject({
  bucket: z.string().optional(),
  bucketPrefix: z.string().optional(),
  forceDestroy: z.boolean().optional(),
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  ...inertShape,
});

/** `aws:s3/bucket:Bucket`. */
export const bucket = defineResource({
  title: 'S3 bucket',
  schema,
  autoName: { property: 'bucket', maxLength: 63, prefixProperty: 'bucketPrefix' },
  outputs: ['arn', 'bucketDomainName', 'bucketRegion', 'bucketRegionalDomainName', 'tagsAll'],
  replaceOn: ['bucket', 'bucketPrefix', 'region'],
  chosenByAws: ['region'],
  notReadable: ['bucketPrefix', 'forceDestroy', ...inertInputs],
  tagged: true,

  async create(region, { bucket: Bucket = '' }) {
    const { CreateBucketCommand } = await import('@aws-sdk/client-s3');
    await (await region.s3).send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  },

  complete: (region, id, { tags }) => putTags(region, id, tags),

  async read(region, id): Promise<Live | undefined> {
    const { GetBucketTaggingCommand, HeadBucketCommand } = await import('@aws-sdk/client-s3');
    const client = await region.s3;
    const live = await unlessMissing(client.send(new HeadBucketCommand({ Bucket: id })));
    if (live === undefined) {
      return undefined;
    }
    const tagged = await unlessMissing(client.send(new GetBucketTaggingCommand({ Bucket: id })));
    const tags = (tagged?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
    return {
      id,
      properties: {
        bucket: id,
        arn: `arn:${region.partition}:s3:::${id}`,
        bucketDomainName: `${id}.s3.amazonaws.com`,
        bucketRegion: region.name,
        bucketRegionalDomainName: `${id}.s3.${region.name}.amazonaws.com`,
        ...tagProperties(region, Object.fromEntries(tags)),
      },
    };
  },

  async update(region, id, { inputs, changed }) {
    if (changed.has('tagsAll')) {
      await putTags(region, id, inputs.tags);
    }
  },

  async delete(region, id, { forceDestroy }) {
    const { DeleteBucketCommand } = await import('@aws-sdk/client-s3');
    const client = await region.s3;
    if (forceDestroy === true) {
      await unlessMissing(empty(client, id));
    }
    await unlessMissing(client.send(new DeleteBucketCommand({ Bucket: id })));
  },
});

async function putTags(
  region: AwsRegion,
  Bucket: string,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { PutBucketTaggingCommand } = await import('@aws-sdk/client-s3');
  const TagSet = Object.entries(allTags(region, tags)).map(([Key, Value]) => ({ Key, Value }));
  await (await region.s3).send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
}

async function empty(client: S3Client, Bucket: string): Promise<void> {
  const { DeleteObjectCommand, paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key } of Contents) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  }
}
