import { createHash } from 'node:crypto';

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  paginateListFunctions,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';

import { startServer } from '../../../aws/server.ts';
import { testSecrets } from '../../_helpers/account.ts';
import { clientsOf } from '../../_helpers/clients.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { setUpClock } from '../lag/_lagging.ts';
import {
  activeFunction,
  createFunction,
  createRole,
  functionInput,
  handlerZip,
  publish,
  setUp,
  settled,
} from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('a created function is described with AWS defaults', async (t) => {
  const stand = await setUp(t);
  const ZipFile = await handlerZip('return 1');
  const created = await createFunction(t, stand, { Code: { ZipFile } });
  const { FunctionName } = created;
  t.is(created.$metadata.httpStatusCode, 201);
  t.like(created, {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: stand.roleArn,
    CodeSize: ZipFile.length,
    CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${FunctionName}` },
    State: 'Pending',
    StateReasonCode: 'Creating',
    Environment: undefined,
  });
  t.regex(
    created.FunctionArn ?? '',
    new RegExp(String.raw`^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:${FunctionName}$`),
  );
  t.regex(created.LastModified ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  t.regex(created.RevisionId ?? '', /^[0-9a-f-]{36}$/);
});

test('a created function keeps every setting it was given', async (t) => {
  const stand = await setUp(t);
  const settings = {
    Description: 'greets',
    Timeout: 7,
    MemorySize: 256,
    Environment: { Variables: { GREETING: 'Hello' } },
    TracingConfig: { Mode: 'Active' as const },
    Architectures: ['arm64' as const],
    EphemeralStorage: { Size: 1024 },
    LoggingConfig: { LogFormat: 'JSON' as const, LogGroup: '/custom/group' },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead' },
    KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k',
  };
  const { FunctionName } = await createFunction(t, stand, { ...settings, Tags: { team: 'a' } });
  const { Configuration, Tags } = await stand.lambda.send(new GetFunctionCommand({ FunctionName }));
  t.like(Configuration, {
    ...settings,
    LoggingConfig: {
      ...settings.LoggingConfig,
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
    },
  });
  t.deepEqual(Tags, { team: 'a' });
});

const layer = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools';
const vpc = { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] };

test('layers, a VPC and a key stay as they are until they are taken away, versions keep them', async (t) => {
  const stand = await setUp(t);
  const { FunctionName } = await createFunction(t, stand, {
    Layers: [`${layer}:1`],
    VpcConfig: vpc,
    KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k',
    Publish: true,
  });
  await settled(stand, FunctionName);
  await stand.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5, Layers: [`${layer}:2`] }),
  );
  const updated = await settled(stand, FunctionName);
  t.deepEqual(updated.Layers, [{ Arn: `${layer}:2` }]);
  t.like(updated.VpcConfig, { ...vpc, Ipv6AllowedForDualStack: false });
  t.regex(updated.VpcConfig?.VpcId ?? '', /^vpc-[0-9a-f]{17}$/);

  await stand.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Layers: [],
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
      KMSKeyArn: '',
    }),
  );
  const emptied = await settled(stand, FunctionName);
  t.deepEqual(
    [emptied.Layers, emptied.KMSKeyArn, emptied.VpcConfig?.VpcId],
    [undefined, undefined, ''],
  );
  const { Configuration } = await stand.lambda.send(
    new GetFunctionCommand({ FunctionName, Qualifier: '1' }),
  );
  t.deepEqual(Configuration?.Layers, [{ Arn: `${layer}:1` }]);
  t.like(Configuration?.VpcConfig, vpc);
  t.is(Configuration?.KMSKeyArn, 'arn:aws:kms:eu-west-1:123456789012:key/k');
});

const refusedSettings = {
  'two versions of one layer': { Layers: [`${layer}:1`, `${layer}:2`] },
  'six layers': { Layers: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${layer}-${name}:1`) },
  'subnets without a security group': { VpcConfig: { SubnetIds: ['subnet-1'] } },
};

for (const [title, settings] of Object.entries(refusedSettings)) {
  test(`CreateFunction refuses ${title}`, async (t) => {
    const stand = await setUp(t);
    const input = await functionInput(stand, settings);
    await refused(
      t,
      stand.lambda.send(new CreateFunctionCommand(input)),
      'InvalidParameterValueException',
      400,
    );
  });
}

const malformed = {
  'a layer without a version': { Layers: [layer] },
  'a subnet by its name': { VpcConfig: { SubnetIds: ['mine'], SecurityGroupIds: ['sg-1'] } },
  'a key by its id': { KMSKeyArn: 'k' },
  'a queue by its name': { DeadLetterConfig: { TargetArn: 'dead' } },
};

for (const [title, settings] of Object.entries(malformed)) {
  test(`CreateFunction does not take ${title}`, async (t) => {
    const stand = await setUp(t);
    const input = await functionInput(stand, settings);
    await refused(
      t,
      stand.lambda.send(new CreateFunctionCommand(input)),
      'ValidationException',
      400,
      /failed to satisfy constraint/,
    );
  });
}

test('an environment given without variables is kept, one that was not given is not', async (t) => {
  const stand = await setUp(t);
  const { FunctionName, ...created } = await createFunction(t, stand, {
    Environment: { Variables: {} },
  });
  t.deepEqual(created.Environment, { Variables: {} });
  t.deepEqual((await settled(stand, FunctionName)).Environment, { Variables: {} });
  const other = await createFunction(t, stand);
  t.is(other.Environment, undefined);
  await settled(stand, other.FunctionName);
  const updated = await stand.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: other.FunctionName,
      Environment: { Variables: {} },
    }),
  );
  t.deepEqual(updated.Environment, { Variables: {} });
});

test('a function says which version of its runtime it runs on; lists do not', async (t) => {
  const stand = await setUp(t);
  const { FunctionName, RuntimeVersionConfig } = await createFunction(t, stand);
  const arn = RuntimeVersionConfig?.RuntimeVersionArn ?? '';
  t.regex(arn, /^arn:aws:lambda:[a-z0-9-]+::runtime:[0-9a-f]{64}$/);
  await settled(stand, FunctionName);
  const version = await stand.lambda.send(new PublishVersionCommand({ FunctionName }));
  t.is(version.RuntimeVersionConfig?.RuntimeVersionArn, arn);
  const { Versions } = await stand.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  t.true(Versions?.every((listed) => listed.RuntimeVersionConfig === undefined));
});

test('publishing at creation makes version 1 and answers with the unqualified ARN', async (t) => {
  const stand = await setUp(t);
  const created = await createFunction(t, stand, { Publish: true });
  t.is(created.Version, '1');
  t.true(created.FunctionArn?.endsWith(`:function:${created.FunctionName}`));
  const versions = await stand.lambda.send(new ListVersionsByFunctionCommand(created));
  t.deepEqual(
    versions.Versions?.map(({ Version }) => Version),
    ['$LATEST', '1'],
  );
});

test('a name that is taken is refused', async (t) => {
  const stand = await setUp(t);
  const { FunctionName } = await createFunction(t, stand);
  await refused(
    t,
    stand.lambda.send(new CreateFunctionCommand(await functionInput(stand, { FunctionName }))),
    'ResourceConflictException',
    409,
    `Function already exist: ${FunctionName}`,
  );
});

test('a role that Lambda may not assume, or that is not there, is refused', async (t) => {
  const stand = await setUp(t);
  const other = await createRole(t, stand.clients.iam, 'apigateway.amazonaws.com');
  for (const Role of [other, `${stand.roleArn}-missing`]) {
    await refused(
      t,
      stand.lambda.send(new CreateFunctionCommand(await functionInput(stand, { Role }))),
      'InvalidParameterValueException',
      400,
      'The role defined for the function cannot be assumed by Lambda.',
    );
  }
});

testEmbedded('a new role cannot be assumed for as long as the lag says', async (t) => {
  const stand = await setUpClock(t);
  stand.aws.lag.set({ role: 10 });
  const create = new CreateFunctionCommand(await functionInput(stand));
  const message = 'The role defined for the function cannot be assumed by Lambda.';
  stand.pass(9.9);
  const early = stand.lambda.send(create);
  await refused(t, early, 'InvalidParameterValueException', 400, message);
  stand.pass(0.1);
  t.is((await stand.lambda.send(create)).Version, '$LATEST');
});

const invalid = {
  'a role that is no ARN': [{ Role: 'me' }, 'ValidationException', 400],
  'a memory size out of range': [{ MemorySize: 64 }, 'ValidationException', 400],
  'a timeout out of range': [{ Timeout: 901 }, 'ValidationException', 400],
  'a name with a qualifier': [{ FunctionName: 'name:PROD' }, 'ValidationException', 400],
  'a name with spaces': [{ FunctionName: 'my function' }, 'ValidationException', 400],
  'a name of 65 characters': [
    { FunctionName: 'n'.repeat(65) },
    'InvalidParameterValueException',
    400,
  ],
  'a name with a dot': [{ FunctionName: 'my.function' }, 'ValidationException', 400],
  'more than 50 tags': [
    { Tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [String(index), 'v'])) },
    'InvalidParameterValueException',
    400,
  ],
  'an unknown runtime': [{ Runtime: 'cobol85' as never }, 'InvalidParameterValueException', 400],
  'a runtime of the past': [{ Runtime: 'nodejs14.x' }, 'InvalidParameterValueException', 400],
  'two architectures': [
    { Architectures: Array.of<'arm64' | 'x86_64'>('x86_64', 'arm64') },
    'ValidationException',
    400,
  ],
  'a SnapStart that is none': [
    { SnapStart: { ApplyOn: 'sometimes' as never } },
    'ValidationException',
    400,
  ],
  'no runtime': [{ Runtime: undefined }, 'InvalidParameterValueException', 400],
  'no code': [{ Code: {} }, 'InvalidParameterValueException', 400],
  'code that is no archive': [
    { Code: { ZipFile: Buffer.from('no zip') } },
    'InvalidParameterValueException',
    400,
  ],
  'a reserved environment variable': [
    { Environment: { Variables: { AWS_REGION: 'x' } } },
    'InvalidParameterValueException',
    400,
  ],
  'an environment over 4 KB': [
    { Environment: { Variables: { LONG: 'x'.repeat(4096) } } },
    'InvalidParameterValueException',
    400,
  ],
} as const;

test('what is said of a name of an environment variable tells none', async (t) => {
  const stand = await setUp(t);
  const input = await functionInput(stand, { Environment: { Variables: { A: 'secret' } } });
  await refused(
    t,
    stand.lambda.send(new CreateFunctionCommand(input)),
    'ValidationException',
    400,
    "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: " +
      'Map keys must satisfy constraint: ' +
      '[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
  );
});

for (const [title, [changes, name, status]] of Object.entries(invalid)) {
  test(`CreateFunction refuses ${title} and creates nothing`, async (t) => {
    const stand = await setUp(t);
    const input = await functionInput(stand, changes);
    await refused(t, stand.lambda.send(new CreateFunctionCommand(input)), name, status);
    if (/^[a-z0-9-]{1,64}$/.test(input.FunctionName ?? '')) {
      await refused(
        t,
        stand.lambda.send(new GetFunctionCommand({ FunctionName: input.FunctionName })),
        'ResourceNotFoundException',
        404,
      );
    }
  });
}

const notModelled = {
  'another language': { Runtime: 'python3.13' as const },
  'file systems': {
    FileSystemConfigs: [{ Arn: 'arn:aws:x:a:b:c', LocalMountPath: '/mnt/x' }],
  },
  SnapStart: { SnapStart: { ApplyOn: 'PublishedVersions' as const } },
  'a container image': { PackageType: 'Image' as const },
  'a version of an object': { Code: { S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: '1' } },
};

for (const [title, changes] of Object.entries(notModelled)) {
  test(`CreateFunction says that ${title} is not modelled`, async (t) => {
    const stand = await setUp(t);
    const input = await functionInput(stand, changes);
    await refused(
      t,
      stand.lambda.send(new CreateFunctionCommand(input)),
      'NotImplemented',
      501,
      /not modelled/,
    );
  });
}

test('empty settings of what is not modelled are accepted', async (t) => {
  const stand = await setUp(t);
  await t.notThrowsAsync(
    createFunction(t, stand, {
      SnapStart: { ApplyOn: 'None' },
      PackageType: 'Zip',
    }),
  );
});

test('GetFunction gives code that can be downloaded without signing', async (t) => {
  const stand = await setUp(t);
  const ZipFile = await handlerZip('return 42');
  const { FunctionName } = await createFunction(t, stand, { Code: { ZipFile } });
  await stand.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 3 }),
  );
  const found = await stand.lambda.send(new GetFunctionCommand({ FunctionName }));
  const response = await fetch(found.Code?.Location ?? '');
  t.deepEqual(Buffer.from(await response.arrayBuffer()), ZipFile);
  t.is(found.Code?.RepositoryType, 'S3');
  t.deepEqual(found.Concurrency, { ReservedConcurrentExecutions: 3 });
});

test('a function is found by name, partial ARN and full ARN, with and without a qualifier', async (t) => {
  const stand = await setUp(t);
  const name = await activeFunction(t, stand);
  const version = await publish(stand, name);
  await stand.lambda.send(
    new CreateAliasCommand({ FunctionName: name, Name: 'PROD', FunctionVersion: version }),
  );
  const { FunctionArn: arn = '' } = await stand.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: name }),
  );
  const account = arn.split(':')[4] ?? '';
  for (const [FunctionName, suffix, Version] of [
    [name, '', '$LATEST'],
    [`${name}:${version}`, `:${version}`, version],
    [`${name}:PROD`, ':PROD', version],
    [`${account}:function:${name}`, '', '$LATEST'],
    [`${account}:function:${name}:PROD`, ':PROD', version],
    [arn, '', '$LATEST'],
    [`${arn}:PROD`, ':PROD', version],
    [`${arn}:$LATEST`, ':$LATEST', '$LATEST'],
  ] as const) {
    const found = await stand.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    t.is(found.FunctionArn, `${arn}${suffix}`, FunctionName);
    t.is(found.Version, Version, FunctionName);
  }
});

test('a name that leads nowhere is refused', async (t) => {
  const stand = await setUp(t);
  const { FunctionName: name, FunctionArn: arn = '' } = await createFunction(t, stand);
  const get = (FunctionName: string, Qualifier?: string) =>
    stand.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier }));
  await refused(
    t,
    get(`${name}-missing`),
    'ResourceNotFoundException',
    404,
    `Function not found: ${arn}-missing`,
  );
  await refused(
    t,
    get(name, '99'),
    'ResourceNotFoundException',
    404,
    `Function not found: ${arn}:99`,
  );
  await refused(t, get(name, 'NONE'), 'ResourceNotFoundException', 404);
  await refused(t, get('constructor'), 'ResourceNotFoundException', 404);
  await refused(
    t,
    get(`${name}:1`, '2'),
    'InvalidParameterValueException',
    400,
    /derived qualifier/,
  );
  await refused(
    t,
    get(arn.replace(/:lambda:[^:]+:/, ':lambda:us-west-2:')),
    'ResourceNotFoundException',
    404,
  );
  await refused(t, get(arn.replace(/:\d{12}:/, ':999999999999:')), 'AccessDeniedException', 403);
});

test('functions are listed in pages, without their states', async (t) => {
  const stand = await setUp(t);
  const names = await Promise.all(
    Array.from({ length: 5 }, async () => (await createFunction(t, stand)).FunctionName),
  );
  const listed: string[] = [];
  let pages = 0;
  for await (const page of paginateListFunctions({ client: stand.lambda, pageSize: 2 }, {})) {
    pages++;
    t.true((page.Functions ?? []).length <= 2);
    for (const row of page.Functions ?? []) {
      listed.push(row.FunctionName ?? '');
      t.is(row.State, undefined);
      t.is(row.LastUpdateStatus, undefined);
    }
  }
  t.true(pages >= 3);
  t.deepEqual(listed.filter((name) => names.includes(name)).toSorted(), names.toSorted());
  await refused(
    t,
    stand.lambda.send(new ListFunctionsCommand({ Marker: 'made up' })),
    'InvalidParameterValueException',
    400,
  );
});

test('listing all versions of functions gives qualified ARNs', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  await publish(stand, FunctionName);
  const arns: string[] = [];
  const pages = paginateListFunctions({ client: stand.lambda }, { FunctionVersion: 'ALL' });
  for await (const { Functions = [] } of pages) {
    for (const row of Functions) {
      if (row.FunctionName === FunctionName) {
        arns.push(row.FunctionArn ?? '');
      }
    }
  }
  t.deepEqual(
    arns.map((arn) => arn.split(':').at(-1)),
    ['$LATEST', '1'],
  );
});

test('a deleted function is gone, with its versions', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  await publish(stand, FunctionName);
  const deleted = await stand.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  t.is(deleted.$metadata.httpStatusCode, 204);
  for (const command of [
    new GetFunctionCommand({ FunctionName }),
    new GetFunctionCommand({ FunctionName, Qualifier: '1' }),
    new DeleteFunctionCommand({ FunctionName }),
  ] as const) {
    // The union of commands has no common overload of `send`.
    const call =
      command instanceof GetFunctionCommand
        ? stand.lambda.send(command)
        : stand.lambda.send(command);
    await refused(t, call, 'ResourceNotFoundException', 404);
  }
});

testEmbedded('a function survives a restart of the server', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  await stand.aws.close();
  const again = await startServer({
    dir: stand.dir,
    port: Number(new URL(stand.url).port),
    credentials: testSecrets,
  });
  t.teardown(() => again.close());
  const { lambda } = clientsOf(again.url);
  const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  t.is(found.State, 'Active');
});
