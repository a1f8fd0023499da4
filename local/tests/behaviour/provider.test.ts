import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { DeleteLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetAliasCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import * as pulumi from '@pulumi/pulumi';
import { Deployment, MethodSettings, RestApi, Stage } from '@pulumi/aws/apigateway/index.js';
import { LogGroup } from '@pulumi/aws/cloudwatch/index.js';
import { Role, RolePolicy } from '@pulumi/aws/iam/index.js';
import { Alias, Function as LambdaFunction, Permission } from '@pulumi/aws/lambda/index.js';
import test from 'ava';
import { startEmbedded } from '../_helpers/embedded.ts';
import { assumeRolePolicy, openApi } from '../provider/_helpers/programs.ts';
import { createStack } from '../provider/_helpers/stack.ts';

interface Settings {
  source: string;
  timeout: number;
  path: string;
  logGroup: string;
}

/** Every resource type that the project's own program has, but for the account-wide one. */
function program(settings: Settings) {
  return async () => {
    const role = new Role('role', { assumeRolePolicy });
    new RolePolicy('logs', {
      role: role.id,
      policy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }],
      },
    });
    const logs = new LogGroup('logs', { name: settings.logGroup, retentionInDays: 7 });
    const handler = new LambdaFunction(
      'handler',
      {
        role: role.arn,
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        timeout: settings.timeout,
        code: new pulumi.asset.AssetArchive({
          'index.mjs': new pulumi.asset.StringAsset(settings.source),
        }),
        environment: { variables: { TOKEN: pulumi.secret('top-secret') } },
      },
      { dependsOn: logs },
    );
    const live = new Alias('live', {
      name: 'PROD',
      functionName: handler.name,
      functionVersion: '$LATEST',
    });
    const api = new RestApi('api', { body: openApi(settings.path) });
    new Permission('live', {
      action: 'lambda:InvokeFunction',
      function: handler.name,
      principal: 'apigateway.amazonaws.com',
      qualifier: live.name,
      sourceArn: pulumi.interpolate`${api.executionArn}/prod/*`,
    });
    const deployment = new Deployment('deployment', {
      restApi: api.id,
      triggers: { path: settings.path },
    });
    const stage = new Stage('prod', {
      restApi: api.id,
      deployment: deployment.id,
      stageName: 'prod',
      variables: { LambdaAlias: live.name },
    });
    new MethodSettings('prod', {
      restApi: api.id,
      stageName: stage.stageName,
      methodPath: '*/*',
      settings: { metricsEnabled: true },
    });
    return {
      apiId: api.id,
      deploymentId: deployment.id,
      functionName: handler.name,
      url: stage.invokeUrl,
    };
  };
}

test('preview, up, update, replace, refresh and destroy through the Pulumi CLI', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const settings: Settings = {
    source: 'export const handler = async () => 1;',
    timeout: 3,
    path: '/greeting',
    logGroup: '/provider/one',
  };
  const { stack, readState } = await createStack(t, url, program(settings));

  const preview = await stack.preview();
  t.deepEqual(preview.changeSummary, { create: 11 });
  const { outputs } = await stack.up();
  const text = (name: string): string => String(outputs[name]?.value);
  t.is(text('url'), `${url}/_aws/execute-api/${text('apiId')}/prod`);
  t.regex(text('functionName'), /^handler-[0-9a-f]{7}$/);

  const state = await readState();
  t.true(state.includes('ciphertext'));
  t.false(state.includes('top-secret'), 'a secret is encrypted wherever it is in state');
  const configuration = async () =>
    clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: text('functionName') }),
    );
  const made = await configuration();
  t.is(made.Environment?.Variables?.TOKEN, 'top-secret');
  t.deepEqual((await stack.preview()).changeSummary, { same: 11 });

  settings.timeout = 9;
  settings.source = 'export const handler = async () => 2;';
  t.deepEqual((await stack.up()).summary.resourceChanges, { same: 10, update: 1 });
  const updated = await configuration();
  t.is(updated.Timeout, 9);
  t.not(updated.CodeSha256, made.CodeSha256);

  settings.path = '/farewell';
  settings.logGroup = '/provider/two';
  const replaced = await stack.up();
  t.deepEqual(replaced.summary.resourceChanges, { replace: 2, same: 7, update: 2 });
  t.not(replaced.outputs.deploymentId?.value, outputs.deploymentId?.value);
  const stage = await clients.apigateway.send(
    new GetStageCommand({ restApiId: text('apiId'), stageName: 'prod' }),
  );
  t.is(stage.deploymentId, String(replaced.outputs.deploymentId?.value));
  const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand({}));
  t.true(logGroups.some(({ logGroupName }) => logGroupName === '/provider/two'));
  t.false(logGroups.some(({ logGroupName }) => logGroupName === '/provider/one'));

  await clients.logs.send(new DeleteLogGroupCommand({ logGroupName: '/provider/two' }));
  t.deepEqual((await stack.refresh()).summary.resourceChanges, { delete: 1, same: 10 });
  t.deepEqual((await stack.up()).summary.resourceChanges, { create: 1, same: 10 });

  await stack.destroy();
  const gone = { name: 'ResourceNotFoundException' };
  await t.throwsAsync(configuration(), gone);
  const alias = new GetAliasCommand({ FunctionName: text('functionName'), Name: 'PROD' });
  await t.throwsAsync(clients.lambda.send(alias), gone);
});

test('what fails says which resource, and what AWS said', async (t) => {
  const { url, aws } = await startEmbedded(t);
  aws.faults.replace([{ operation: 'CreateLogGroup', kind: 'fail' }]);
  const { stack } = await createStack(t, url, async () => {
    new LogGroup('logs', { name: '/provider/one' });
    return Promise.resolve();
  });
  await t.throwsAsync(stack.up(), { message: /creating log group "\/provider\/one" \(logs\): / });
});
