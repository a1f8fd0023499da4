import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import test from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleBucket } from '../../../../stack/names.ts';
import { functionName } from './_live.ts';
import { createReleasedCheckout } from './_released.ts';

const checkout = await createReleasedCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const policySettings = `    policies:
      managed: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess']
      statements: [{ Effect: Allow, Action: 's3:GetObject', Resource: '*' }]
`;

const newSettings = `    name: greeting
    memorySize: 256
    environment: { TONE: friendly }
    runtime: nodejs22.x
    architecture: arm64
    ephemeralStorage: 1024
    tracing: Active
    layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:tools:1']
    deadLetter: arn:aws:sqs:eu-west-1:000000000000:dead
    vpc: { subnetIds: [subnet-1], securityGroupIds: [sg-1] }
    kmsKey: arn:aws:kms:eu-west-1:000000000000:key/k
    reservedConcurrency: 50
${policySettings}    permissionsBoundary: arn:aws:iam::aws:policy/PowerUserAccess
    logFormat: JSON
    applicationLogLevel: DEBUG
    tags: { team: orders }
  gated-lambda-release:targets:
    - name: stage
      alias: STAGE
      apiStage: stage
      accessLog: false
      logging: ERROR
    - name: prod
      alias: PROD
      apiStage: prod
      dataTrace: false
      variables: { table: orders }
      accessLog: false
      throttling: { rateLimit: 7, burstLimit: 9 }
`;

const newConfiguration = {
  MemorySize: 256,
  Environment: { Variables: { TONE: 'friendly' } },
  Runtime: 'nodejs22.x',
  EphemeralStorage: { Size: 1024 },
  TracingConfig: { Mode: 'Active' },
  Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:000000000000:layer:tools:1' }],
  DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:000000000000:dead' },
  VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  KMSKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/k',
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'INFO' },
} as const;

/** Sets what alias API stage `prod` calls. */
async function callAlias(alias: string): Promise<void> {
  await checkout.clients().apigateway.send(
    new UpdateStageCommand({
      restApiId: await checkout.restApiId(),
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/variables/LambdaAlias', value: alias }],
    }),
  );
}

test.serial(
  'pulumi up alone applies edited settings, but for what callers meet, and moves nothing (invariant 1)',
  async (t) => {
    t.timeout(120_000);
    await checkout.serve();
    // As in the middle of a release: `pulumi up` knows another value than the live one (trap D1).
    await callAlias('PROD_NEXT');
    const before = await checkout.live();
    await checkout.edit('Pulumi.local.yaml', '    name: greeting\n', newSettings);
    await checkout.editHandler('not yet');
    const { status, stdout, stderr } = await checkout.run('local', [
      '--',
      ...['pulumi', 'up', '--yes', '--stack', 'local'],
    ]);
    t.is(status, 0, stdout + stderr);

    const { deployments, ...live } = await checkout.live();
    const { deployments: made, ...others } = before;
    t.deepEqual(live, others);
    t.is(deployments.length, made.length + 1, 'settings of stages go with a deployment');
    await callAlias('PROD');
    const { lambda, apigateway } = checkout.clients();
    t.like(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })), {
      ...newConfiguration,
      Architectures: ['x86_64'],
    });
    const restApiId = await checkout.restApiId();
    const stage = await apigateway.send(new GetStageCommand({ restApiId, stageName: 'stage' }));
    const prod = await apigateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
    t.is(prod.tags?.team, 'orders');
    t.is(stage.accessLogSettings, undefined);
    t.like(stage.methodSettings, { '*/*': { loggingLevel: 'INFO' } });
    t.like(prod.methodSettings, { '*/*': { throttlingRateLimit: 1000 } });
  },
);

test.serial('the next release publishes it as a new version, and brings the rest', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  const { status, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  const { versions, aliases } = await checkout.live();
  t.is(versions.length, before.versions.length + 1);
  t.is(aliases.PROD?.version, versions.at(-1));
  const served = await checkout
    .clients()
    .lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: 'PROD' }),
    );
  t.like(served, { ...newConfiguration, Architectures: ['arm64'] });
  const { apigateway } = checkout.clients();
  const restApiId = await checkout.restApiId();
  const stage = await apigateway.send(new GetStageCommand({ restApiId, stageName: 'stage' }));
  const prod = await apigateway.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
  t.deepEqual(prod.variables, { LambdaAlias: 'PROD', table: 'orders' });
  t.like(stage.methodSettings, { '*/*': { loggingLevel: 'ERROR' } });
  t.like(prod.methodSettings, {
    '*/*': { throttlingRateLimit: 7, throttlingBurstLimit: 9, dataTraceEnabled: false },
  });
});

test.serial('a configuration that alone was edited becomes a new version too', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  await checkout.edit('Pulumi.local.yaml', 'TONE: friendly', 'TONE: formal');
  await checkout.edit('Pulumi.local.yaml', policySettings, '');
  const { status, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(
    stderr,
    /warning: the function may not do any more, in any version: .*AmazonSQSFullAccess.*\. Where/,
  );
  t.regex(stderr, /warning: the function may not .* s3:GetObject on \*/);
  const { versions } = await checkout.live();
  t.is(versions.length, before.versions.length + 1);
  const served = await checkout
    .clients()
    .lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: 'PROD' }),
    );
  t.like(served, { Environment: { Variables: { TONE: 'formal' } } });
});

test.serial(
  'a package over 50 MB goes through a bucket, which prune empties and destroy deletes',
  async (t) => {
    t.timeout(180_000);
    await writeFile(join(checkout.root, 'function', 'model.bin'), Buffer.alloc(51 * 1024 * 1024));
    await checkout.edit(
      'Pulumi.local.yaml',
      '    runtime: nodejs22.x\n',
      '    runtime: nodejs22.x\n    bundle: { s3: true, assets: [model.bin] }\n',
    );
    await checkout.editHandler('large');
    const { status, stderr } = await checkout.release();
    t.is(status, 0, stderr);
    t.is(await checkout.edition('prod'), 'large');
    const { lambda, s3 } = checkout.clients();
    const latest = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    const { CodeSha256 = '', FunctionArn = '' } = latest;
    const Bucket = bundleBucket(FunctionArn);
    const keys = async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key }) => Key);
    };
    t.deepEqual(await keys(), [`${Buffer.from(CodeSha256, 'base64').toString('hex')}.zip`]);

    const pruned = await checkout.run('prune');
    t.is(pruned.status, 0, pruned.stderr);
    t.deepEqual(await keys(), []);
    t.is(await checkout.edition('prod'), 'large');

    t.is((await checkout.run('destroy', ['--yes'])).status, 0);
    await t.throwsAsync(keys(), { name: 'NoSuchBucket' });
  },
);
