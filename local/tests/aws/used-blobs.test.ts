import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteFunctionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';

import { startServer } from '../../aws/server.ts';
import { testSecrets } from '../_helpers/account.ts';
import { clientsOf } from '../_helpers/clients.ts';
import { testEmbedded } from '../_helpers/embedded-only.ts';
import {
  activeFunction,
  handlerZip,
  invoke,
  publish,
  publishHandler,
  settled,
  setUp,
} from './lambda/_helpers/functions.ts';

testEmbedded('a server that starts keeps of code and objects what is still there', async (t) => {
  const stand = await setUp(t);
  const { dir } = stand;
  const FunctionName = await activeFunction(t, stand, 'return 0');
  await publish(stand, FunctionName);
  const version = await publishHandler(stand, FunctionName, 'return 1');
  t.is((await invoke(stand, FunctionName, {}, { Qualifier: '1' })).payload, 0);
  t.is((await invoke(stand, FunctionName, {}, { Qualifier: version })).payload, 1);
  for (const body of ['return 2', 'return 3', 'return 4']) {
    const ZipFile = await handlerZip(body);
    await stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await settled(stand, FunctionName);
  }
  await stand.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
  const { s3 } = stand.clients;
  await s3.send(new CreateBucketCommand({ Bucket: 'some-bucket' }));
  for (const Key of ['kept', 'gone']) {
    await s3.send(new PutObjectCommand({ Bucket: 'some-bucket', Key, Body: Key }));
  }
  await s3.send(new DeleteObjectCommand({ Bucket: 'some-bucket', Key: 'gone' }));
  await stand.aws.close();
  writeFileSync(join(dir, 'blobs', 'half.tmp'), 'written by a server that was killed');

  const again = await startServer({ dir, credentials: testSecrets });
  t.teardown(() => again.close());
  const clients = clientsOf(again.url);
  t.is(
    readdirSync(join(dir, 'blobs')).length,
    4,
    'version 2, $LATEST, what it was before, an object',
  );
  t.deepEqual(readdirSync(join(dir, 'runtime', 'code')).length, 2, 'version 2 and a package.json');
  const restarted = { ...stand, clients, lambda: clients.lambda };
  t.is((await invoke(restarted, FunctionName, {}, { Qualifier: version })).payload, 1);
  t.is((await invoke(restarted, FunctionName)).payload, 4);
  const kept = await clients.s3.send(new GetObjectCommand({ Bucket: 'some-bucket', Key: 'kept' }));
  t.is(await kept.Body?.transformToString(), 'kept');
});
