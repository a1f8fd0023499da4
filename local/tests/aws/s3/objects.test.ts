import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { createHash, randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';

async function setUp(t: ExecutionContext) {
  const { clients } = await startEmbedded(t);
  const { s3 } = clients;
  const Bucket = `test-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  t.teardown(async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    }
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });
  return { s3, Bucket };
}

async function refused(t: ExecutionContext, call: Promise<unknown>, name: string, status: number) {
  const error = await t.throwsAsync(call, { name });
  t.true(error instanceof S3ServiceException);
  t.is(error instanceof S3ServiceException ? error.$metadata.httpStatusCode : 0, status);
}

test('an object is kept as it is, and gone when it is deleted', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const Body = Buffer.from([0, 1, 2, 255]);
  const Key = 'a folder/package.zip'.replace(' ', '-');
  const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumSHA256 }));
  const found = await s3.send(new GetObjectCommand({ Bucket, Key }));
  t.deepEqual(Buffer.from((await found.Body?.transformToByteArray()) ?? []), Body);
  t.is((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength, Body.length);
  for (let times = 0; times < 2; times += 1) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  }
  await refused(t, s3.send(new GetObjectCommand({ Bucket, Key })), 'NoSuchKey', 404);
  await refused(t, s3.send(new HeadObjectCommand({ Bucket, Key })), 'NotFound', 404);
});

test('an object that is for none there is refused where one is', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const put = (Body: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, IfNoneMatch: '*' }));
  await put('first');
  await refused(t, put('second'), 'PreconditionFailed', 412);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  t.is(await Body?.transformToString(), 'first');
});

test('what is not what its checksum says is refused', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const ChecksumSHA256 = createHash('sha256').update('other').digest('base64');
  const put = new PutObjectCommand({ Bucket, Key: 'a', Body: 'this', ChecksumSHA256 });
  await refused(t, s3.send(put), 'BadDigest', 400);
});

test('objects are listed by prefix, in pages', async (t) => {
  const { s3, Bucket } = await setUp(t);
  for (const Key of ['b/2', 'a', 'b/1', 'b/3']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  const pages: (string | undefined)[][] = [];
  const input = { Bucket, Prefix: 'b/', MaxKeys: 2 };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, input)) {
    pages.push(Contents.map(({ Key }) => Key));
  }
  t.deepEqual(pages, [['b/1', 'b/2'], ['b/3']]);
});

test('keys with a delimiter are listed as folders, in the order of all, in pages', async (t) => {
  const { s3, Bucket } = await setUp(t);
  for (const Key of ['c', 'b/2', 'a', 'b/1', 'b/x/3', 'd/']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
  const list = async (input: object): Promise<string[]> => {
    const names: string[] = [];
    const command = { Bucket, Delimiter: '/', ...input };
    for await (const page of paginateListObjectsV2({ client: s3 }, command)) {
      const { Contents = [], CommonPrefixes = [], KeyCount } = page;
      t.is(KeyCount, Contents.length + CommonPrefixes.length);
      const folders = CommonPrefixes.map(({ Prefix }) => `folder ${String(Prefix)}`);
      names.push([...Contents.map(({ Key }) => Key), ...folders].join());
    }
    return names;
  };
  t.deepEqual(await list({}), ['a,c,folder b/,folder d/']);
  t.deepEqual(await list({ MaxKeys: 1 }), ['a', 'folder b/', 'c', 'folder d/']);
  t.deepEqual(await list({ Prefix: 'b/' }), ['b/1,b/2,folder b/x/']);
  t.deepEqual(await list({ Prefix: 'd/' }), ['d/']);
  t.deepEqual(await list({ StartAfter: 'b/1' }), ['c,folder b/,folder d/']);
});

test('a bucket that is there is not made again, and one that is not is not found', async (t) => {
  const { s3, Bucket } = await setUp(t);
  await s3.send(new HeadBucketCommand({ Bucket }));
  const again = s3.send(new CreateBucketCommand({ Bucket }));
  await refused(t, again, 'BucketAlreadyOwnedByYou', 409);
  const none = `none-${randomUUID()}`;
  await refused(t, s3.send(new HeadBucketCommand({ Bucket: none })), 'NotFound', 404);
  const put = new PutObjectCommand({ Bucket: none, Key: 'a', Body: '' });
  await refused(t, s3.send(put), 'NoSuchBucket', 404);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
  await refused(t, s3.send(new DeleteBucketCommand({ Bucket })), 'BucketNotEmpty', 409);
});

testEmbedded('what is not modelled answers that', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const versioning = { Bucket, VersioningConfiguration: { Status: 'Enabled' } } as const;
  await refused(t, s3.send(new PutBucketVersioningCommand(versioning)), 'NotImplemented', 501);
  await refused(t, s3.send(new ListBucketsCommand({})), 'NotImplemented', 501);
});
