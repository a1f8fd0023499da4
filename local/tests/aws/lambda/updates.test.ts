import {
  type LoggingConfig,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import test from 'ava';

import {
  activeFunction,
  createFunction,
  createRole,
  handlerZip,
  invoke,
  publish,
  setUp,
  settled,
} from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('updated code is what answers afterwards', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return "old"');
  t.is((await invoke(stand, FunctionName)).payload, 'old');
  const before = await settled(stand, FunctionName);
  const ZipFile = await handlerZip('return "new"');
  await stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  const after = await settled(stand, FunctionName);
  t.is((await invoke(stand, FunctionName)).payload, 'new');
  t.not(after.CodeSha256, before.CodeSha256);
  t.not(after.RevisionId, before.RevisionId);
});

test('code in S3 is taken from there', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return "old"');
  const { s3 } = stand.clients;
  const S3Bucket = `code-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: S3Bucket }));
  const Body = await handlerZip('return "new"');
  await s3.send(new PutObjectCommand({ Bucket: S3Bucket, Key: 'a/code.zip', Body }));
  const update = (S3Key: string) =>
    stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket, S3Key }));
  await refused(
    t,
    update('a/none.zip'),
    'InvalidParameterValueException',
    400,
    /S3 Error Code: NoSuchKey/,
  );
  const created = await createFunction(t, stand, { Code: { S3Bucket, S3Key: 'a/code.zip' } });
  await refused(
    t,
    createFunction(t, stand, { Code: { S3Bucket, S3Key: 'a/none.zip' } }),
    'InvalidParameterValueException',
    400,
    /S3 Error Code: NoSuchKey/,
  );
  await update('a/code.zip');
  await s3.send(new DeleteObjectCommand({ Bucket: S3Bucket, Key: 'a/code.zip' }));
  await s3.send(new DeleteBucketCommand({ Bucket: S3Bucket }));
  for (const name of [FunctionName, created.FunctionName]) {
    await settled(stand, name);
    t.is((await invoke(stand, name)).payload, 'new');
  }
});

test('an update of code can publish at once and answers with the qualified ARN', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const ZipFile = await handlerZip('return "published"');
  const updated = await stand.lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }),
  );
  t.is(updated.Version, '1');
  t.true(updated.FunctionArn?.endsWith(`:${FunctionName}:1`));
  await settled(stand, FunctionName, '1');
  t.is((await invoke(stand, FunctionName, {}, { Qualifier: '1' })).payload, 'published');
});

test('a dry run of a code update changes nothing', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const before = await settled(stand, FunctionName);
  const ZipFile = await handlerZip('return "other"');
  await stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, DryRun: true }));
  const after = await settled(stand, FunctionName);
  t.is(after.CodeSha256, before.CodeSha256);
  t.is(after.RevisionId, before.RevisionId);
});

test('an update with a stale RevisionId is refused and changes nothing', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { RevisionId } = await settled(stand, FunctionName);
  const { lambda } = stand;
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, RevisionId, Timeout: 5 }),
  );
  const { RevisionId: current } = await settled(stand, FunctionName);
  const message =
    'The Revision Id provided does not match the latest Revision Id. ' +
    'Call the GetFunction/GetAlias API to retrieve the latest Revision Id';
  const ZipFile = await handlerZip('return "stale"');
  const calls = [
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, RevisionId, Timeout: 6 })),
    lambda.send(new UpdateFunctionCodeCommand({ FunctionName, RevisionId, ZipFile })),
  ];
  for (const call of calls) {
    await refused(t, call, 'PreconditionFailedException', 412, message);
  }
  t.like(await settled(stand, FunctionName), { Timeout: 5, RevisionId: current });
});

test('a configuration update changes what it names and keeps the rest', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return process.env.MODE ?? "none"', {
    Environment: { Variables: { MODE: 'first' } },
    Description: 'kept',
    MemorySize: 256,
  });
  t.is((await invoke(stand, FunctionName)).payload, 'first');
  const update = (Environment: { Variables?: Record<string, string> }) =>
    stand.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
  await update({ Variables: { MODE: 'second' } });
  t.like(await settled(stand, FunctionName), { Description: 'kept', MemorySize: 256 });
  t.is((await invoke(stand, FunctionName)).payload, 'second');
  await update({});
  t.deepEqual((await settled(stand, FunctionName)).Environment, { Variables: { MODE: 'second' } });
  await update({ Variables: {} });
  t.is((await settled(stand, FunctionName)).Environment, undefined);
  t.is((await invoke(stand, FunctionName)).payload, 'none');
});

test('a logging configuration is replaced as a whole', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return null', {
    LoggingConfig: { LogFormat: 'JSON', LogGroup: '/custom/group', SystemLogLevel: 'WARN' },
  });
  const update = async (config: LoggingConfig) => {
    await stand.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig: config }),
    );
    return (await settled(stand, FunctionName)).LoggingConfig;
  };
  const LogGroup = `/aws/lambda/${FunctionName}`;
  t.deepEqual(await update({ LogFormat: 'JSON' }), {
    ...{ LogFormat: 'JSON', LogGroup },
    ...{ ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' },
  });
  t.deepEqual(await update({ LogFormat: 'Text' }), { LogFormat: 'Text', LogGroup });
});

test('a configuration update is checked as a creation is', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const Role = await createRole(t, stand.clients.iam, 'apigateway.amazonaws.com');
  const update = (input: Omit<Parameters<typeof command>[0], 'FunctionName'>) =>
    stand.lambda.send(command({ FunctionName, ...input }));
  await refused(t, update({ Role }), 'InvalidParameterValueException', 400);
  await refused(t, update({ Timeout: 0 }), 'ValidationException', 400);
  await refused(
    t,
    update({ Layers: ['arn:aws:lambda:a:b:layer:c:1'] }),
    'ValidationException',
    400,
  );
  await refused(
    t,
    update({ LoggingConfig: { LogFormat: 'Text', ApplicationLogLevel: 'INFO' } }),
    'InvalidParameterValueException',
    400,
  );
});

const command = (input: ConstructorParameters<typeof UpdateFunctionConfigurationCommand>[0]) =>
  new UpdateFunctionConfigurationCommand(input);

test('a published version is untouched by later updates', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return process.env.MODE', {
    Environment: { Variables: { MODE: 'published' } },
  });
  const Qualifier = await publish(stand, FunctionName);
  const get = new GetFunctionConfigurationCommand({ FunctionName, Qualifier });
  const { $metadata: _, ...before } = await stand.lambda.send(get);
  await stand.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { MODE: 'edited' } },
    }),
  );
  await settled(stand, FunctionName);
  const { $metadata: __, ...after } = await stand.lambda.send(get);
  t.deepEqual(after, before);
  t.is((await invoke(stand, FunctionName, {}, { Qualifier })).payload, 'published');
});
