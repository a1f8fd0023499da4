import {
  CreateDeploymentCommand,
  GetStagesCommand,
  GetTagsCommand,
  ImportRestApiCommand,
  TagResourceCommand as TagApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  DescribeAlarmsCommand,
  ListTagsForResourceCommand as ListAlarmTagsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand as ListGroupTagsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';

import { startServer } from '../../aws/server.ts';
import { archive } from '../aws/lambda/_helpers/archive.ts';
import { greetingBody } from '../aws/apigateway/_api.ts';
import { account, region, testSecrets } from '../_helpers/account.ts';
import { clientsOf } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { temporaryFolder } from '../_helpers/temporary-folder.ts';
import { signedFetch } from '../_helpers/signed-fetch.ts';
import type { Clients } from '../_helpers/clients.ts';

/** What every object of JavaScript has, and a name that it has not. */
const names = ['__proto__', 'constructor', 'toString', 'ordinary'];
/** As members of a map: the SDK itself loses `__proto__` there. */
const members = Object.fromEntries(names.slice(1).map((name) => [name, `value of ${name}`]));
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Checks what was made, then checks it again on a server that has only the state on disk. */
async function holdsOverRestart(
  t: ExecutionContext,
  make: (clients: Clients) => Promise<void>,
  check: (clients: Clients) => Promise<void>,
): Promise<void> {
  const dir = await temporaryFolder(t);
  const first = await startServer({ dir, credentials: testSecrets });
  const clients = clientsOf(first.url);
  await make(clients);
  await check(clients);
  await first.close();
  const second = await startServer({ dir, credentials: testSecrets });
  t.teardown(() => second.close());
  await check(clientsOf(second.url));
}

const sorted = (found: readonly (string | undefined)[] | undefined): unknown =>
  found?.toSorted((left, right) => ((left ?? '') < (right ?? '') ? -1 : 1));
const expected = sorted(names);

async function inTurn(make: (name: string) => Promise<unknown>): Promise<void> {
  for (const name of names) {
    await make(name);
  }
}

test('IAM: roles, inline policies and tags', async (t) => {
  const Tags = names.map((Key) => ({ Key, Value: Key }));
  await holdsOverRestart(
    t,
    async ({ iam }) => {
      await inTurn(async (RoleName) => {
        const AssumeRolePolicyDocument = trust;
        await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags }));
        await t.throwsAsync(
          iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
        );
      });
      await inTurn((PolicyName) =>
        iam.send(
          new PutRolePolicyCommand({ RoleName: '__proto__', PolicyName, PolicyDocument: policy }),
        ),
      );
    },
    async ({ iam }) => {
      const RoleName = '__proto__';
      const { Roles } = await iam.send(new ListRolesCommand({}));
      t.deepEqual(sorted(Roles?.map((role) => role.RoleName)), expected);
      const listed = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      t.deepEqual(sorted(listed.PolicyNames), expected);
      await inTurn((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      const tagged = await iam.send(new ListRoleTagsCommand({ RoleName }));
      t.deepEqual(sorted(tagged.Tags?.map(({ Key }) => Key)), expected);
    },
  );
});

test('CloudWatch Logs: groups, streams and tags', async (t) => {
  const logGroupName = '__proto__';
  await holdsOverRestart(
    t,
    async ({ logs }) => {
      await inTurn(async (name) => {
        const group = { logGroupName: name, tags: members };
        await logs.send(new CreateLogGroupCommand(group));
        await t.throwsAsync(logs.send(new CreateLogGroupCommand(group)));
      });
      await inTurn((logStreamName) =>
        logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })),
      );
    },
    async ({ logs }) => {
      const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
      t.deepEqual(sorted(logGroups?.map((group) => group.logGroupName)), expected);
      const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
      t.deepEqual(sorted(logStreams?.map((stream) => stream.logStreamName)), expected);
      const resourceArn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
      const { tags } = await logs.send(new ListGroupTagsCommand({ resourceArn }));
      t.deepEqual({ ...tags }, members);
    },
  );
});

test('CloudWatch: alarms, their dimensions and tags', async (t) => {
  const Tags = names.map((Key) => ({ Key, Value: Key }));
  await holdsOverRestart(
    t,
    ({ cloudwatch }) =>
      inTurn((AlarmName) =>
        cloudwatch.send(
          new PutMetricAlarmCommand({
            AlarmName,
            Namespace: 'Test',
            MetricName: 'M',
            Dimensions: names.map((Name) => ({ Name, Value: Name })),
            Statistic: 'Sum',
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 1,
            ComparisonOperator: 'GreaterThanThreshold',
            Tags,
          }),
        ),
      ),
    async ({ cloudwatch }) => {
      const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
      t.deepEqual(sorted(MetricAlarms.map((alarm) => alarm.AlarmName)), expected);
      t.deepEqual(sorted(MetricAlarms[0]?.Dimensions?.map(({ Name }) => Name)), expected);
      const ResourceARN = MetricAlarms[0]?.AlarmArn ?? '';
      const tagged = await cloudwatch.send(new ListAlarmTagsCommand({ ResourceARN }));
      t.deepEqual(sorted(tagged.Tags?.map(({ Key }) => Key)), expected);
    },
  );
});

test('Lambda: functions, aliases, variables and tags', async (t) => {
  const ZipFile = await archive({ 'index.mjs': 'export const handler = () => 1;' });
  const FunctionName = '__proto__';
  await holdsOverRestart(
    t,
    async ({ iam, lambda }) => {
      const role = new CreateRoleCommand({ RoleName: 'fn', AssumeRolePolicyDocument: trust });
      const { Role } = await iam.send(role);
      await inTurn(async (name) => {
        const input = {
          FunctionName: name,
          Role: Role?.Arn,
          Runtime: 'nodejs24.x' as const,
          Handler: 'index.handler',
          Code: { ZipFile },
          Publish: true,
          Environment: { Variables: members },
          Tags: members,
        };
        await lambda.send(new CreateFunctionCommand(input));
        await t.throwsAsync(lambda.send(new CreateFunctionCommand(input)));
      });
      await inTurn((Name) =>
        lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' })),
      );
    },
    async ({ lambda }) => {
      const { Functions } = await lambda.send(new ListFunctionsCommand({}));
      t.deepEqual(sorted(Functions?.map((fn) => fn.FunctionName)), expected);
      const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName }));
      t.deepEqual(sorted(Aliases?.map(({ Name }) => Name)), expected);
      const read = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      t.deepEqual({ ...read.Environment?.Variables }, members);
      const { Tags } = await lambda.send(new ListTagsCommand({ Resource: read.FunctionArn }));
      t.deepEqual({ ...Tags }, members);
    },
  );
});

test('API Gateway: stages, variables and tags', async (t) => {
  let restApiId: string | undefined;
  const variables = Object.fromEntries(names.slice(1).map((name) => [name, name]));
  await holdsOverRestart(
    t,
    async ({ apigateway }) => {
      const body = Buffer.from(JSON.stringify(greetingBody));
      restApiId = (await apigateway.send(new ImportRestApiCommand({ body }))).id;
      await inTurn(async (stageName) => {
        await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName, variables }));
        const patchOperations = [
          { op: 'replace' as const, path: '/variables/__proto__', value: 'set' },
        ];
        await apigateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
        const resourceArn = `arn:aws:apigateway:${region}::/restapis/${restApiId ?? ''}/stages/${stageName}`;
        await apigateway.send(new TagApiCommand({ resourceArn, tags: members }));
      });
    },
    async ({ apigateway }) => {
      const { item } = await apigateway.send(new GetStagesCommand({ restApiId }));
      t.deepEqual(sorted(item?.map(({ stageName }) => stageName)), expected);
      for (const stage of item ?? []) {
        t.like({ ...stage.variables }, variables);
      }
      const resourceArn = `arn:aws:apigateway:${region}::/restapis/${restApiId ?? ''}/stages/__proto__`;
      const { tags } = await apigateway.send(new GetTagsCommand({ resourceArn }));
      t.deepEqual({ ...tags }, members);
    },
  );
});

/** The SDK's clients lose a member `__proto__` of a map in both directions, so this speaks HTTP. */
test('a stage variable __proto__ is set, shown and removed', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const body = Buffer.from(JSON.stringify(greetingBody));
  const { id: restApiId = '' } = await clients.apigateway.send(new ImportRestApiCommand({ body }));
  const send = async (method: string, path: string, content?: string): Promise<string> => {
    const request = { method, ...(content !== undefined && { body: content }) };
    const address = `${url}/restapis/${restApiId}${path}`;
    return (await signedFetch(address, request, { service: 'apigateway' })).text();
  };
  await send(
    'POST',
    '/deployments',
    '{"stageName":"prod","variables":{"__proto__":"given","a":"1"}}',
  );
  t.true((await send('GET', '/stages/prod')).includes('"variables":{"__proto__":"given","a":"1"}'));
  const patch = { op: 'remove', path: '/variables/__proto__' };
  await send('PATCH', '/stages/prod', JSON.stringify({ patchOperations: [patch] }));
  t.true((await send('GET', '/stages/prod')).includes('"variables":{"a":"1"}'));
});
