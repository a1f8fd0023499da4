import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import test, { type ExecutionContext } from 'ava';
import { bundleBucket } from '../../../../stack/names.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { createStack, handlerSaying, largeHandlerSaying } from './_stack.ts';

async function open(t: ExecutionContext) {
  const stack = await createStack(t);
  const bundle = await largeHandlerSaying(t, 'large');
  const Bucket = bundleBucket(stack.outputs.functionArn);
  const Key = `${Buffer.from(bundle.codeSha256, 'base64').toString('hex')}.zip`;
  const { s3 } = stack.clients;
  const keys = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map((object) => object.Key);
  };
  return { stack, bundle, s3, Bucket, Key, keys };
}

test('a package over 50 MB is released through S3, by its digest, once', async (t) => {
  const { stack, bundle, s3, Bucket, Key, keys } = await open(t);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { outcome, targets } = await runRelease(t, stack, { bundle });
  t.is(outcome, 'released');
  t.deepEqual(await keys(), [Key]);
  const { url = '' } = stack.outputs.targets.prod ?? {};
  const answer = await fetch(`${url}/greeting`);
  t.deepEqual(await answer.json(), { greeting: 'large' });
  t.is(answer.headers.get('x-lambda-version'), targets.at(-1)?.alias.version ?? '');

  await runRelease(t, stack, { bundle: await handlerSaying(t, 'small') });
  await runRelease(t, stack, { bundle });
  t.deepEqual(await keys(), [Key], 'what is there already is used');
});

test('what is in S3 and is not what was tested is not published', async (t) => {
  const { stack, bundle, s3, Bucket, Key } = await open(t);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { zip } = await handlerSaying(t, 'not tested');
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: zip }));
  const failed = await runFailingRelease(t, stack, { bundle });
  t.is(failed.status, 4);
  t.regex(failed.problem, /Somebody else changed the code/);
  t.is((await fetch(`${stack.outputs.targets.prod?.url ?? ''}/greeting`)).status, 503);
});

test('without a bucket it is told what to set', async (t) => {
  const { stack, bundle } = await open(t);
  const failed = await runFailingRelease(t, stack, { bundle });
  t.is(failed.status, 3);
  t.regex(failed.message, /There is no bucket bundles-.* set function\.bundle\.s3 to true/);
});
