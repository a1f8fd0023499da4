import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { ExecutionContext } from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { clientsIn, clientsOf } from '../../_helpers/clients.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { activeFunction, createRole } from '../lambda/_helpers/functions.ts';

const Bucket = 'bundles';

async function setUp(t: ExecutionContext) {
  const embedded = await startEmbedded(t, { timings: { pendingMs: 5, inProgressMs: 5 } });
  const { url, clients } = embedded;
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  await clients.s3.send(new PutObjectCommand({ Bucket, Key: 'a.zip', Body: 'a' }));
  const elsewhere = clientsIn(t, url, 'us-west-2');
  const roleArn = await createRole(t, elsewhere.iam, 'lambda.amazonaws.com');
  const stand = { ...embedded, clients: elsewhere, lambda: elsewhere.lambda, roleArn };
  return { clients, elsewhere, stand, others: clientsOf(url, '210987654321') };
}

testEmbedded('a name of a bucket is taken in every account and region', async (t) => {
  const { clients, elsewhere, others } = await setUp(t);
  for (const [client, code] of [
    [clients, 'BucketAlreadyOwnedByYou'],
    [elsewhere, 'BucketAlreadyOwnedByYou'],
    [others, 'BucketAlreadyExists'],
  ] as const) {
    await failsWith(t, () => client.s3.send(new CreateBucketCommand({ Bucket })), code, 409);
  }
});

testEmbedded('a bucket is asked in its region, which another one names', async (t) => {
  const { elsewhere, others } = await setUp(t);
  const get = new GetObjectCommand({ Bucket, Key: 'a.zip' });
  await failsWith(t, () => elsewhere.s3.send(get), 'PermanentRedirect', 301);
  const head = await t.throwsAsync(elsewhere.s3.send(new HeadBucketCommand({ Bucket })), {
    instanceOf: S3ServiceException,
  });
  t.is(head.$response?.headers['x-amz-bucket-region'], 'eu-west-1');
  await failsWith(t, () => others.s3.send(get), 'AccessDenied', 403);
});

testEmbedded('Lambda takes no code from a bucket of another region', async (t) => {
  const { stand } = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const code = { FunctionName, S3Bucket: Bucket, S3Key: 'a.zip' };
  await failsWith(
    t,
    () => stand.lambda.send(new UpdateFunctionCodeCommand(code)),
    'InvalidParameterValueException',
    400,
    /PermanentRedirect.*The bucket is in this region: eu-west-1/,
  );
});
