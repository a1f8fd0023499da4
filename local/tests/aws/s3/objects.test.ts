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
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { temporaryFolder } from '../../_helpers/temporary-folder.ts';
import { presigned, signedFetch } from '../../_helpers/signed-fetch.ts';

async function setUp(t: ExecutionContext) {
  const { clients, url } = await startEmbedded(t);
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
  return { s3, Bucket, url };
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

test('what is streamed is kept without its chunks', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const bytes = randomBytes(200_000);
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, bytes);
  const Body = createReadStream(file);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, ContentLength: bytes.length }));
  const found = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  t.deepEqual(Buffer.from((await found.Body?.transformToByteArray()) ?? []), bytes);
  t.is(found.ContentEncoding, undefined);
});

test('a key may have any characters', async (t) => {
  const { s3, Bucket, url } = await setUp(t);
  const Key = 'a b+c&d<e>é%2F//x';
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'odd' }));
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  t.deepEqual(
    Contents?.map((each) => each.Key),
    [Key],
  );
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  t.is(await Body?.transformToString(), 'odd');
  const path = Key.split('/').map(encodeURIComponent).join('/');
  const address = await presigned(`${url}/${Bucket}/${path}`, { service: 's3' });
  t.is(await (await fetch(address)).text(), 'odd');
  t.is((await fetch(address.replace('a%20b', 'other'))).status, 403);
});

test('an object is told with the headers that it was put with', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const said = {
    ...{ CacheControl: 'no-store', ContentType: 'text/plain', ContentEncoding: 'gzip' },
    Metadata: { owner: 'ada' },
  };
  const Body = gzipSync('text');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body, ...said }));
  const { ETag, ...found } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  t.like(found, said);
  t.deepEqual(Buffer.from((await found.Body?.transformToByteArray()) ?? []), Body);
  t.like(await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' })), { ...said, ETag });
  const known = s3.send(new GetObjectCommand({ Bucket, Key: 'a', IfNoneMatch: ETag }));
  t.like(await t.throwsAsync(known), { $metadata: { httpStatusCode: 304 } });
  const other = s3.send(new GetObjectCommand({ Bucket, Key: 'a', IfMatch: '"other"' }));
  await refused(t, other, 'PreconditionFailed', 412);
});

test('what is not what its checksum says is refused', async (t) => {
  const { s3, Bucket } = await setUp(t);
  const ChecksumSHA256 = createHash('sha256').update('other').digest('base64');
  const put = new PutObjectCommand({ Bucket, Key: 'a', Body: 'this', ChecksumSHA256 });
  await refused(t, s3.send(put), 'BadDigest', 400);
  for (const wrong of [{ ChecksumCRC32: 'AAAAAA==' }, { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }]) {
    const other = new PutObjectCommand({ Bucket, Key: 'a', Body: 'this', ...wrong });
    await refused(t, s3.send(other), 'BadDigest', 400);
  }
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
  const none = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
  t.false(none.IsTruncated);
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
  const { s3, Bucket, url } = await setUp(t);
  const versioning = { Bucket, VersioningConfiguration: { Status: 'Enabled' } } as const;
  await refused(t, s3.send(new PutBucketVersioningCommand(versioning)), 'NotImplemented', 501);
  await refused(t, s3.send(new ListBucketsCommand({})), 'NotImplemented', 501);
  for (const asked of [{ ACL: 'public-read' }, { Tagging: 'a=b' }, { IfMatch: '"x"' }] as const) {
    const put = new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ...asked });
    await refused(t, s3.send(put), 'NotImplemented', 501);
  }
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ACL: 'private' }));
  const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
  const signing = { service: 's3', applyChecksum: false };
  const chunks = { method: 'PUT', headers, body: '0;chunk-signature=0\r\n\r\n' };
  t.is((await signedFetch(`${url}/${Bucket}/a`, chunks, signing)).status, 501);
  const version = new GetObjectCommand({ Bucket, Key: 'a', VersionId: '1' });
  await refused(t, s3.send(version), 'NotImplemented', 501);
  const match = new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: '"x"' });
  await refused(t, s3.send(match), 'NotImplemented', 501);
});
