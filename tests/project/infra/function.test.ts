import * as pulumi from '@pulumi/pulumi';
import test from 'ava';
import { parseSettings } from '../../../stack/settings.ts';
import { jsonOf, makeFunction, named, runProgram } from './_resources.ts';

async function make(settings: Readonly<Record<string, unknown>> = {}) {
  const { function: parsed } = parseSettings({ function: { name: 'greeting', ...settings } });
  return (await runProgram(() => makeFunction(parsed).name)).resources;
}

test.serial('a function is configured as the stack says', async (t) => {
  const resources = await make({ memorySize: 256, timeout: 3 });
  t.like(named(resources, 'function').props, {
    name: 'greeting',
    handler: 'index.handler',
    memorySize: 256,
    timeout: 3,
    role: 'arn:aws:mock:::function-role',
  });
});

const queue = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const key = 'arn:aws:kms:eu-west-1:123456789012:key/k';
const layer = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:3';
const runtimeVersion = 'arn:aws:lambda:eu-west-1::runtime:0a1b';
const boundary = 'arn:aws:iam::123456789012:policy/boundary';
const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };

test.serial('what a stack does not say, AWS does as before', async (t) => {
  const { props } = named(await make(), 'function');
  t.like(props, {
    runtime: 'nodejs24.x',
    architectures: ['x86_64'],
    ephemeralStorage: { size: 512 },
    tracingConfig: { mode: 'PassThrough' },
    layers: [],
    reservedConcurrentExecutions: -1,
    loggingConfig: { logFormat: 'Text' },
  });
  t.deepEqual(
    [props.vpcConfig, props.kmsKeyArn, props.deadLetterConfig],
    [undefined, undefined, undefined],
  );
  t.false((await make()).some(({ name }) => name === 'runtime-updates'));
});

for (const [runtimeUpdates, expected] of [
  ['FunctionUpdate', { updateRuntimeOn: 'FunctionUpdate' }],
  [runtimeVersion, { updateRuntimeOn: 'Manual', runtimeVersionArn: runtimeVersion }],
] as const) {
  test.serial(`its runtime is updated as ${runtimeUpdates} says`, async (t) => {
    const { props } = named(await make({ runtimeUpdates }), 'runtime-updates');
    t.deepEqual(props, { functionName: 'greeting', ...expected });
  });
}

test.serial('every setting of a function reaches it', async (t) => {
  const resources = await make({
    runtime: 'nodejs22.x',
    architecture: 'arm64',
    handler: 'index.greet',
    ephemeralStorage: 1024,
    tracing: 'Active',
    layers: [layer],
    deadLetter: queue,
    vpc,
    kmsKey: key,
    reservedConcurrency: 0,
    logFormat: 'JSON',
    applicationLogLevel: 'DEBUG',
    permissionsBoundary: boundary,
  });
  t.like(named(resources, 'function').props, {
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'index.greet',
    ephemeralStorage: { size: 1024 },
    tracingConfig: { mode: 'Active' },
    layers: [layer],
    deadLetterConfig: { targetArn: queue },
    vpcConfig: { ...vpc, ipv6AllowedForDualStack: false },
    kmsKeyArn: key,
    reservedConcurrentExecutions: 0,
    loggingConfig: { logFormat: 'JSON', applicationLogLevel: 'DEBUG', systemLogLevel: 'INFO' },
  });
  t.is(named(resources, 'function-role').props.permissionsBoundary, boundary);
  t.like(jsonOf(named(resources, 'function-needs'), 'policy'), {
    Statement: [
      { Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      { Resource: '*' },
      { Action: 'sqs:SendMessage', Resource: queue },
    ],
  });
});

test.serial('a function may do what its policies say', async (t) => {
  const managed = 'arn:aws:iam::aws:policy/AmazonSQSFullAccess';
  const statement = {
    Effect: 'Allow',
    Action: 'dynamodb:GetItem',
    Resource: 'arn:aws:dynamodb:*:*:table/orders',
  };
  const resources = await make({ policies: { managed: [managed], statements: [statement] } });
  t.deepEqual(jsonOf(named(resources, 'function-policies'), 'policy'), {
    Version: '2012-10-17',
    Statement: [statement],
  });
  t.deepEqual(named(resources, 'function-aws-policy-AmazonSQSFullAccess').props, {
    role: 'function-role-id',
    policyArn: managed,
  });
});

test.serial('the environment of a function is a secret in the state', async (t) => {
  const { environment } = named(await make({ environment: { TABLE: 'orders' } }), 'function').props;
  t.deepEqual(environment, {
    [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
    value: { variables: { NODE_OPTIONS: '--enable-source-maps', TABLE: 'orders' } },
  });
});

test.serial('stack traces name sources, unless the stack says otherwise', async (t) => {
  const variablesOf = async (settings: Readonly<Record<string, unknown>>) =>
    named(await make(settings), 'function').props.environment;
  t.like(await variablesOf({}), {
    value: { variables: { NODE_OPTIONS: '--enable-source-maps' } },
  });
  const own = { NODE_OPTIONS: '--no-warnings' };
  t.like(await variablesOf({ environment: own }), { value: { variables: own } });
  const without = await variablesOf({ bundle: { sourceMap: false } });
  t.like(without, { value: { variables: {} } });
  t.false(JSON.stringify(without).includes('NODE_OPTIONS'));
});

test.serial('a function is never deleted or replaced', async (t) => {
  t.true(named(await make(), 'function').isProtected);
});

test.serial('the code of a function is left to the runner', async (t) => {
  const { ignoreChanges } = named(await make(), 'function');
  t.deepEqual([...ignoreChanges].sort(), ['architectures', 'code', 'sourceCodeHash']);
});

test.serial('logs expire as the stack says, the history after ten years', async (t) => {
  const resources = await make({ logRetentionDays: 30 });
  t.like(named(resources, 'function-logs').props, {
    name: '/aws/lambda/greeting',
    retentionInDays: 30,
  });
  t.like(named(resources, 'release-log').props, {
    name: '/releases/greeting',
    retentionInDays: 3653,
  });
});

test.serial('a function may write its own logs, and nothing else', async (t) => {
  const resources = await make();
  t.deepEqual(jsonOf(named(resources, 'function-logging'), 'policy'), {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:mock:::function-logs:*',
      },
    ],
  });
  t.like(jsonOf(named(resources, 'function-role'), 'assumeRolePolicy'), {
    Statement: [{ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
});

test.serial('own resources give a function environment and policies besides', async (t) => {
  const { function: settings } = parseSettings({
    function: { name: 'greeting', environment: { TONE: 'friendly' } },
  });
  const table = pulumi.output('arn:aws:dynamodb:eu-west-1:123456789012:table/orders');
  const { resources } = await runProgram(
    () =>
      makeFunction(settings, {
        environment: { TABLE: pulumi.output('orders') },
        policies: [{ Action: 'dynamodb:GetItem', Resource: table }],
      }).name,
  );
  t.like(named(resources, 'function').props.environment, {
    value: { variables: { TONE: 'friendly', TABLE: 'orders' } },
  });
  t.deepEqual(jsonOf(named(resources, 'function-policies'), 'policy'), {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
      },
    ],
  });
});

test.serial('a bucket for large packages is made where the settings say so', async (t) => {
  t.false((await make()).some(({ name }) => name === 'bundles'));
  const { props } = named(await make({ bundle: { s3: true } }), 'bundles');
  t.regex(String(props.bucket), /^bundles-/);
  t.true(props.forceDestroy);
});
