import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GetStageCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import type { FaultRule } from '../../../../local/aws/faults.ts';
import { called } from './_called.ts';
import { createCheckout } from './_checkout.ts';
import { functionName } from './_live.ts';

const checkout = await createCheckout({ areTiersGreen: true });
test.after.always(() => checkout.close());

const targets = `  gated-lambda-release:targets:
    - { name: stage, alias: STAGE, apiStage: stage }
    - { name: prod, alias: PROD, apiStage: prod }
`;
const betaTarget = '    - { name: beta, alias: BETA, apiStage: beta }\n';
const backend = join(checkout.root, '.local', 'pulumi', '.pulumi');

/** As a person does who reads that API Gateway has no role to write logs with. */
async function setLoggingRole(): Promise<void> {
  const { apigateway, iam } = checkout.clients();
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'by-hand',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'apigateway.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  const allowed = [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }];
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'by-hand',
      PolicyName: 'logs',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: allowed }),
    }),
  );
  const value = Role?.Arn ?? '';
  await apigateway.send(
    new UpdateAccountCommand({
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }],
    }),
  );
}

async function setFaults(...rules: readonly FaultRule[]): Promise<void> {
  await checkout.admin('faults', 'POST', JSON.stringify(rules));
}

test.serial('what a failed first pulumi up half did is finished before "Released"', async (t) => {
  t.timeout(120_000);
  await checkout.serve();
  await checkout.edit(
    'Pulumi.local.yaml',
    '  gated-lambda-release:manageApiGatewayAccount: true\n',
    targets,
  );
  const refused = await checkout.release();
  t.is(refused.status, 2, refused.stderr);
  t.regex(refused.stderr, /API Gateway has no CloudWatch role .* Nothing is provisioned/s);
  // Who may not ask for the account's role finds it out half way.
  await setFaults({ operation: 'apigateway:GetAccount', kind: 'fail' });
  const failed = await checkout.release();
  t.is(failed.status, 3, failed.stderr);
  t.regex(failed.stderr, /CloudWatch Logs role ARN must be set/);
  await setFaults();
  await setLoggingRole();
  const { status, stdout, stderr } = await checkout.release();
  t.is(status, 0, stderr);
  t.regex(stdout, /\nReleased in /);
  await checkout.status();
  const restApiId = await checkout.restApiId();
  for (const stageName of ['stage', 'prod']) {
    const live = await checkout
      .clients()
      .apigateway.send(new GetStageCommand({ restApiId, stageName }));
    t.regex(live.accessLogSettings?.destinationArn ?? '', /:\/aws\/apigateway\/greeting\//);
  }
});

async function up(t: ExecutionContext, refused?: RegExp): Promise<void> {
  const args = ['--', 'pulumi', 'up', '--yes', '--refresh', '--stack', 'local'];
  const { status, stdout, stderr } = await checkout.run('local', args);
  t.is(status === 0, refused === undefined, stdout + stderr);
  t.regex(stdout + stderr, refused ?? /\d+ created/);
}

test.serial('pulumi up makes no alias at $LATEST of a function that was released', async (t) => {
  t.timeout(120_000);
  const { lambda } = checkout.clients();
  const before = await checkout.live();
  const version = before.aliases.PROD?.version;
  const of = { FunctionName: functionName };
  await lambda.send(new DeleteAliasCommand({ ...of, Name: 'PROD_STANDBY' }));
  await up(t);
  t.is((await checkout.live()).aliases.PROD_STANDBY?.version, version);

  await lambda.send(new DeleteAliasCommand({ ...of, Name: 'PROD' }));
  await up(t, /The alias PROD of greeting was deleted/);
  t.is((await checkout.live()).aliases.PROD, undefined);
  const served = new GetFunctionConfigurationCommand({ ...of, Qualifier: 'STAGE' });
  const { CodeSha256 = '' } = await lambda.send(served);
  const digest = `sha256:${Buffer.from(CodeSha256, 'base64').toString('hex')}`;
  const verified = await checkout.run('status', ['--verify', digest]);
  t.is(verified.status, 1, 'what nobody can read is not verified');
  t.regex(verified.stdout, /^prod +could not be read$/m);
  await lambda.send(new CreateAliasCommand({ ...of, Name: 'PROD', FunctionVersion: version }));
  const { status, stderr } = await checkout.release();
  t.is(status, 0, stderr);
});

test.serial(
  'killed at an added target, and its state lost, a release takes all over',
  async (t) => {
    t.timeout(120_000);
    const before = await checkout.live();
    await checkout.edit('Pulumi.local.yaml', targets, targets + betaTarget);
    await checkout.admin('calls', 'DELETE');
    const running = checkout.start('release');
    await called(checkout, 'CreateAlias', running);
    running.killAll('SIGKILL');
    await running.ended;
    await rm(backend, { recursive: true });

    const { status, stdout, stderr } = await checkout.release();
    t.is(status, 0, stderr);
    for (const adopted of ['Function function', 'RestApi api', 'Alias PROD-alias']) {
      t.regex(stderr, new RegExp(`adopt ${adopted}`));
    }
    t.notRegex(stderr, /update (Alias|Stage)/);
    t.regex(stdout, /\nReleased in /);
    const after = await checkout.live();
    const served = ({ aliases }: typeof before) =>
      ['STAGE', 'PROD'].map((name) => aliases[name]?.version);
    t.deepEqual(served(after), served(before), stderr);
    t.deepEqual(after.versions, before.versions);
    // The settings of the added target's API stage go with a deployment, which all targets were promoted to.
    const [added, ...others] = after.deployments.filter((id) => !before.deployments.includes(id));
    t.deepEqual(others, []);
    t.deepEqual([...after.deployments].sort(), [...before.deployments, added ?? ''].sort());
    for (const name of ['stage', 'prod']) {
      t.is(after.stages[name]?.deploymentId, added);
    }
    t.is((await checkout.status()).targets.length, 3);
    const again = await checkout.release('--provision');
    t.regex(again.stdout, /Nothing to release/, again.stderr);
    t.regex(again.stderr, /provision .* no change/, again.stderr);
  },
);

test.serial('destroy without Pulumi’s state deletes nothing, and says so', async (t) => {
  t.timeout(120_000);
  const before = await checkout.live();
  await rm(backend, { recursive: true });
  const { status, stdout, stderr } = await checkout.run('destroy', ['--yes']);
  t.is(status, 3, stdout);
  t.regex(
    stderr,
    /Nothing was deleted: .* nothing of stack local, and the function greeting is there.*release -- --provision$/m,
  );
  t.deepEqual(await checkout.live(), before);
  t.is((await checkout.release('--provision')).status, 0);
  const deleted = await checkout.run('destroy', ['--yes']);
  t.is(deleted.status, 0, deleted.stderr);
  const { lambda } = checkout.clients();
  t.deepEqual((await lambda.send(new ListFunctionsCommand({}))).Functions, []);
});
