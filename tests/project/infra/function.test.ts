import * as pulumi from '@pulumi/pulumi';
import test from 'ava';
import { createFunction } from '../../../infra/function.ts';
import { parseSettings, type FunctionSettings } from '../../../stack/settings.ts';
import { jsonOf, named, runProgram } from './_resources.ts';

async function make(settings: Partial<FunctionSettings> = {}) {
  const { function: parsed } = parseSettings({ function: { name: 'greeting', ...settings } });
  return (await runProgram(() => createFunction(parsed).name)).resources;
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

test.serial('the environment of a function is a secret in the state', async (t) => {
  const { environment } = named(await make({ environment: { TABLE: 'orders' } }), 'function').props;
  t.deepEqual(environment, {
    [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
    value: { variables: { TABLE: 'orders' } },
  });
});

test.serial('a function is never deleted or replaced', async (t) => {
  t.true(named(await make(), 'function').isProtected);
});

test.serial('the code of a function is left to the runner', async (t) => {
  const { ignoreChanges } = named(await make(), 'function');
  t.deepEqual([...ignoreChanges].sort(), ['code', 'sourceCodeHash']);
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
