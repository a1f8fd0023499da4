import { GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { refuses } from './_api.ts';
import { createRole, enableLogging, trustNobody } from './_role.ts';

testEmbedded(
  'the account has no CloudWatch role at first, and the documented limits',
  async (t) => {
    const { apigateway } = (await startEmbedded(t)).clients;
    const { $metadata: _sent, ...account } = await apigateway.send(new GetAccountCommand({}));
    t.deepEqual(account, {
      throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
      features: ['UsagePlans'],
      apiKeyVersion: '4',
    });
  },
);

test('the CloudWatch role is set and removed', async (t) => {
  const { clients } = await startEmbedded(t);
  const arn = await enableLogging(t, clients);
  const { cloudwatchRoleArn } = await clients.apigateway.send(new GetAccountCommand({}));
  t.is(cloudwatchRoleArn, arn);
  const removed = await clients.apigateway.send(
    new UpdateAccountCommand({ patchOperations: [{ op: 'remove', path: '/cloudwatchRoleArn' }] }),
  );
  t.is(removed.cloudwatchRoleArn, undefined);
});

test('the CloudWatch role is looked at when it is set, and not when a patch leaves it', async (t) => {
  const { clients } = await startEmbedded(t);
  const before = await enableLogging(t, clients);
  await trustNobody(clients, before);
  const left = await clients.apigateway.send(new UpdateAccountCommand({ patchOperations: [] }));
  t.is(left.cloudwatchRoleArn, before);
  const replace = { op: 'replace', path: '/cloudwatchRoleArn', value: '' } as const;
  const emptied = new UpdateAccountCommand({ patchOperations: [replace] });
  t.is((await clients.apigateway.send(emptied)).cloudwatchRoleArn, undefined);
});

test('a role that does not exist, or that API Gateway may not assume, is refused', async (t) => {
  const { clients } = await startEmbedded(t);
  const before = await enableLogging(t, clients);
  const roles = [
    'arn:aws:iam::123456789012:role/none',
    await createRole(t, clients, 'lambda.amazonaws.com'),
  ];
  for (const value of roles) {
    const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value }];
    await refuses(t, clients.apigateway.send(new UpdateAccountCommand({ patchOperations })), {
      name: 'BadRequestException',
      status: 400,
      message: /^The role ARN does not have required permissions configured\./,
    });
  }
  const { cloudwatchRoleArn } = await clients.apigateway.send(new GetAccountCommand({}));
  t.is(cloudwatchRoleArn, before);
});
