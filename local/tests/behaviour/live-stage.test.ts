import { setTimeout as delay } from 'node:timers/promises';

import {
  CreateDeploymentCommand,
  PutRestApiCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
  type PatchOperation,
} from '@aws-sdk/client-api-gateway';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import test from 'ava';

import { account, region } from '../_helpers/account.ts';
import { deployApi, operation, type Deployed } from '../aws/execute-api/_deployed.ts';

const headers = { 'X-Kind': { schema: { type: 'string' } } };

/** Paths of an API whose one method answers a text. */
function answering(text: string): Record<string, { get: object }> {
  const integration = {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': text } },
    },
  };
  const responses = { '200': { description: '', headers } };
  return { '/greeting': { get: { ...operation(integration), responses } } };
}

async function update(deployed: Deployed, patchOperations: PatchOperation[]): Promise<void> {
  await deployed.clients.apigateway.send(
    new UpdateStageCommand({ restApiId: deployed.apiId, stageName: 'prod', patchOperations }),
  );
}

function read(deployed: Deployed): Promise<string> {
  return fetch(`${deployed.url('prod')}/greeting`).then((response) => response.text());
}

/** The messages of a log group, once there are some. */
async function messages({ clients }: Deployed, logGroupName: string): Promise<string[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await logEvents(clients, logGroupName);
    if (found.length > 0 || Date.now() > deadline) {
      return found;
    }
    await delay(20);
  }
}

async function logEvents({ logs }: Deployed['clients'], logGroupName: string): Promise<string[]> {
  try {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message }) => message ?? '');
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return [];
    }
    throw error;
  }
}

test('an API definition is served when the stage gets a deployment of it, not before', async (t) => {
  const deployed = await deployApi(t, answering('one'));
  const { clients, apiId } = deployed;
  const body = { openapi: '3.0.1', info: { title: 'x', version: '1' }, paths: answering('two') };
  await clients.apigateway.send(
    new PutRestApiCommand({
      restApiId: apiId,
      mode: 'overwrite',
      body: Buffer.from(JSON.stringify(body)),
    }),
  );
  t.is(await read(deployed), 'one');
  const { id } = await clients.apigateway.send(new CreateDeploymentCommand({ restApiId: apiId }));
  t.is(await read(deployed), 'one');
  await update(deployed, [{ op: 'replace', path: '/deploymentId', value: id }]);
  t.is(await read(deployed), 'two');
});

test('variables and throttling take effect with UpdateStage', async (t) => {
  const deployed = await deployApi(t, answering('$stageVariables.LambdaAlias'));
  await update(deployed, [{ op: 'replace', path: '/variables/LambdaAlias', value: 'OTHER' }]);
  t.is(await read(deployed), 'OTHER');
  await update(deployed, [
    { op: 'replace', path: '/*/*/throttling/rateLimit', value: '0' },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '0' },
  ]);
  const throttled = await fetch(`${deployed.url('prod')}/greeting`);
  t.is(throttled.status, 429);
  t.is(await throttled.text(), '{"message":"Too Many Requests"}');
  await update(deployed, [
    { op: 'replace', path: '/~1greeting/GET/throttling/rateLimit', value: '100' },
    { op: 'replace', path: '/~1greeting/GET/throttling/burstLimit', value: '100' },
  ]);
  // The bucket is empty still: at 100 requests a second it takes a moment until one may pass.
  await delay(50);
  t.is(await read(deployed), 'OTHER');
});

test('execution and access logs can be read in CloudWatch Logs', async (t) => {
  const deployed = await deployApi(t, answering('hello'));
  const { logs, iam, apigateway } = deployed.clients;
  const accessGroup = `access-${deployed.apiId}`;
  await logs.send(new CreateLogGroupCommand({ logGroupName: accessGroup }));
  t.teardown(() => logs.send(new DeleteLogGroupCommand({ logGroupName: accessGroup })));
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: accessGroup,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName: accessGroup })));
  await apigateway.send(
    new UpdateAccountCommand({
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: Role?.Arn }],
    }),
  );
  await update(deployed, [
    { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
    { op: 'replace', path: '/*/*/logging/dataTrace', value: 'true' },
    {
      op: 'replace',
      path: '/accessLogSettings/destinationArn',
      value: `arn:aws:logs:${region}:${account}:log-group:${accessGroup}`,
    },
    {
      op: 'replace',
      path: '/accessLogSettings/format',
      value: '$context.requestId $context.status',
    },
  ]);
  const response = await fetch(`${deployed.url('prod')}/greeting`);
  const id = response.headers.get('x-amzn-requestid') ?? '';
  t.deepEqual(await messages(deployed, accessGroup), [`${id} 200`]);
  const execution = await messages(deployed, `API-Gateway-Execution-Logs_${deployed.apiId}/prod`);
  t.true(execution.includes(`(${id}) Method completed with status: 200`));
});

test('requests are counted by API, and by API and stage', async (t) => {
  const deployed = await deployApi(t, answering('hello'));
  await read(deployed);
  await read(deployed);
  await fetch(`${deployed.url('prod')}/nope`);
  const sum = async (name: string, stage: boolean): Promise<number | undefined> => {
    const { Datapoints = [] } = await deployed.clients.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApiGateway',
        MetricName: name,
        Dimensions: [
          { Name: 'ApiName', Value: deployed.apiName },
          ...(stage ? [{ Name: 'Stage', Value: 'prod' }] : []),
        ],
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 7200,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
  };
  t.is(await sum('Count', true), 3);
  t.is(await sum('Count', false), 3);
  t.is(await sum('4XXError', true), 1);
  t.is(await sum('5XXError', true), 0);
});
