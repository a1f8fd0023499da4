import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { PutDestinationCommand } from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { z } from 'zod';

import { clientsOf } from '../_helpers/clients.ts';
import { startEmbedded } from '../_helpers/embedded.ts';
import { signedFetch } from '../_helpers/signed-fetch.ts';

const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });

test('every answer has a request id', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const identity = await clients.sts.send(new GetCallerIdentityCommand({}));
  t.truthy(identity.$metadata.requestId);
  const refused = await fetch(url);
  t.truthy(refused.headers.get('x-amzn-requestid'));
});

test('a service that is not modelled answers NotImplemented with its name', async (t) => {
  const { url } = await startEmbedded(t);
  const response = await signedFetch(`${url}/queue`, {}, { service: 'sqs' });
  t.is(response.status, 501);
  t.is(response.headers.get('x-amzn-errortype'), 'NotImplemented');
  t.regex(await response.text(), /service sqs is not modelled/);
});

test('an operation that is not modelled is an error of the SDK, in every protocol', async (t) => {
  const { clients } = await startEmbedded(t);
  const refused = { name: 'NotImplemented', message: /is not modelled by the embedded AWS/ };
  await t.throwsAsync(clients.lambda.send(new ListEventSourceMappingsCommand({})), refused);
  await t.throwsAsync(
    clients.cloudwatch.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody: '{}' })),
    refused,
  );
  await t.throwsAsync(
    clients.logs.send(
      new PutDestinationCommand({ destinationName: 'd', targetArn: 'a', roleArn: 'r' }),
    ),
    refused,
  );
});

test('a body that says it is gzip and is not is a SerializationException', async (t) => {
  const { url } = await startEmbedded(t);
  const request = {
    method: 'POST',
    headers: { 'content-encoding': 'gzip', 'x-amz-target': 'Logs_20140328.DescribeLogGroups' },
    body: 'no gzip',
  };
  const response = await signedFetch(`${url}/`, request, { service: 'logs' });
  t.is(response.status, 400);
  t.regex(await response.text(), /SerializationException/);
});

test('an error of the query protocol is the SDK class of its name', async (t) => {
  const { clients } = await startEmbedded(t);
  const error = await t.throwsAsync(clients.iam.send(new GetRoleCommand({ RoleName: 'missing' })), {
    instanceOf: NoSuchEntityException,
  });
  t.is(error.$metadata.httpStatusCode, 404);
});

test('accounts are separate, and IAM is the same in every region of one', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const other = clientsOf(url, '999999999999');
  t.teardown(() => {
    other.iam.destroy();
  });
  await clients.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }));
  const { Roles: others } = await other.iam.send(new ListRolesCommand({}));
  t.deepEqual(others, []);
  const response = await signedFetch(
    `${url}/?Action=ListRoles&Version=2010-05-08`,
    {},
    { service: 'iam', region: 'us-east-1' },
  );
  t.regex(await response.text(), /<RoleName>r<\/RoleName>/);
});

test('an access key that is no account number belongs to the account of zeros', async (t) => {
  const { url } = await startEmbedded(t);
  const { sts } = clientsOf(url, 'AKIAIOSFODNN7EXAMPLE');
  t.teardown(() => {
    sts.destroy();
  });
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  t.is(Account, '000000000000');
});

test('a stage URL of an API that does not exist is Forbidden, also with a query of 10,000 emoji', async (t) => {
  const { url } = await startEmbedded(t);
  const name = encodeURIComponent(String.fromCodePoint(0x1f600).repeat(10_000));
  const response = await fetch(`${url}/_aws/execute-api/abc123/prod/greeting?name=${name}`);
  t.is(response.status, 403);
  t.is(response.headers.get('x-amzn-errortype'), 'ForbiddenException');
  t.deepEqual(await response.json(), { message: 'Forbidden' });
});

test('calls are recorded with service, operation, account, region and status', async (t) => {
  const { aws, clients } = await startEmbedded(t);
  await clients.apigateway.send(new GetRestApisCommand({}));
  await t.throwsAsync(clients.iam.send(new GetRoleCommand({ RoleName: 'missing' })));
  const calls = aws.calls.list();
  const expected = { account: '123456789012', region: 'eu-west-1' };
  t.is(calls.length, 2);
  t.like(calls[0], { ...expected, sequence: 1, operation: 'GetRestApis', status: 200 });
  t.like(calls[1], { account: '123456789012', service: 'iam', operation: 'GetRole', status: 404 });
  t.regex(calls[0]?.userAgent ?? '', /aws-sdk-js/);
});

test('recorded calls can be read and forgotten over HTTP', async (t) => {
  const { url, clients } = await startEmbedded(t);
  await clients.sts.send(new GetCallerIdentityCommand({}));
  const read = async (): Promise<unknown> => (await signedFetch(`${url}/_local/calls`)).json();
  t.like(await read(), { calls: [{ service: 'sts', operation: 'GetCallerIdentity' }] });
  await signedFetch(`${url}/_local/calls`, { method: 'DELETE' });
  t.deepEqual(await read(), { calls: [] });
});

test('it starts without the WebSocket client that comes with node:http', (t) => {
  const loaded = z.array(z.string()).parse(Reflect.get(process, 'moduleLoadList'));
  t.deepEqual(
    loaded.filter((name) => name.includes('undici')),
    [],
  );
});
