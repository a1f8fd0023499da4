import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
  type Credentials,
} from '@aws-sdk/client-sts';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';

async function roleFor(
  t: Parameters<typeof startEmbedded>[0],
  principal: Readonly<Record<string, string>>,
  { now, ...more }: { readonly now?: () => number; readonly Condition?: unknown } = {},
) {
  const { url, clients } = await startEmbedded(t, now && { now });
  const RoleName = `assumed-${String(Date.now())}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
  };
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  t.teardown(() => clients.iam.send(new DeleteRoleCommand({ RoleName })));
  return { url, sts: clients.sts, RoleName, Role };
}

function clientAs(
  t: Parameters<typeof startEmbedded>[0],
  endpoint: string,
  { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Partial<Credentials> = {},
): STSClient {
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  const client = new STSClient({ endpoint, region, credentials });
  t.teardown(() => {
    client.destroy();
  });
  return client;
}

test('a role that trusts the account can be assumed, and its credentials are its own', async (t) => {
  const { url, sts, RoleName, Role } = await roleFor(t, { AWS: account });
  const { AssumedRoleUser, Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'me' }),
  );
  const Arn = `arn:aws:sts::${account}:assumed-role/${RoleName}/me`;
  const AssumedRoleId = `${Role?.RoleId ?? ''}:me`;
  t.deepEqual(AssumedRoleUser, { Arn, AssumedRoleId });
  t.true((Credentials?.Expiration?.getTime() ?? 0) > Date.now());
  const as = clientAs(t, url, Credentials);
  t.like(await as.send(new GetCallerIdentityCommand({})), { Arn, UserId: AssumedRoleId });
});

test('a role that trusts somebody else, or is not there, is refused', async (t) => {
  const { sts, Role } = await roleFor(t, { Service: 'lambda.amazonaws.com' });
  for (const RoleArn of [Role?.Arn ?? '', `arn:aws:iam::${account}:role/none`]) {
    await failsWith(
      t,
      () => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' })),
      'AccessDenied',
      403,
      /is not authorized to perform: sts:AssumeRole on resource/,
    );
  }
});

testEmbedded('the credentials of a role end', async (t) => {
  let now = Date.now();
  const { url, sts, Role } = await roleFor(t, { AWS: account }, { now: () => now });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'me', DurationSeconds: 900 }),
  );
  const as = clientAs(t, url, Credentials);
  now += 899_000;
  await t.notThrowsAsync(as.send(new GetCallerIdentityCommand({})));
  now += 1_000;
  await failsWith(
    t,
    () => as.send(new GetCallerIdentityCommand({})),
    'ExpiredToken',
    403,
    /token included in the request is expired/,
  );
});

test('a session of a session lasts an hour at most', async (t) => {
  const { url, sts, Role } = await roleFor(t, { AWS: account });
  const asked = { RoleArn: Role?.Arn, RoleSessionName: 'me' };
  const { Credentials } = await sts.send(new AssumeRoleCommand(asked));
  const as = clientAs(t, url, Credentials);
  await t.notThrowsAsync(as.send(new AssumeRoleCommand(asked)));
  await failsWith(
    t,
    () => as.send(new AssumeRoleCommand({ ...asked, DurationSeconds: 3601 })),
    'ValidationError',
    400,
    /1 hour session limit for roles assumed by role chaining/,
  );
});

test('an external id is held against the trust policy', async (t) => {
  const Condition = { StringEquals: { 'sts:ExternalId': 'agreed' } };
  const { sts, Role } = await roleFor(t, { AWS: account }, { Condition });
  const asked = { RoleArn: Role?.Arn, RoleSessionName: 'me' };
  await t.notThrowsAsync(sts.send(new AssumeRoleCommand({ ...asked, ExternalId: 'agreed' })));
  for (const ExternalId of [undefined, 'another']) {
    const send = () => sts.send(new AssumeRoleCommand({ ...asked, ExternalId }));
    await failsWith(t, send, 'AccessDenied', 403, /sts:AssumeRole on resource/);
  }
});

for (const [what, more] of [
  ['sts:TagSession', { Tags: [{ Key: 'team', Value: 'shop' }] }],
  ['sts:SetSourceIdentity', { SourceIdentity: 'ada' }],
] satisfies [string, Partial<AssumeRoleCommandInput>][]) {
  test(`the trust policy has to allow ${what}, too`, async (t) => {
    const { sts, Role } = await roleFor(t, { AWS: account });
    const asked = { RoleArn: Role?.Arn, RoleSessionName: 'me', ...more };
    const send = () => sts.send(new AssumeRoleCommand(asked));
    await failsWith(t, send, 'AccessDenied', 403, new RegExp(`perform: ${what} on resource`));
  });
}

for (const [what, more, name, message] of [
  ['no ARN', { RoleArn: 'arn:a:a::aaaaaaaaaaaa:' }, 'ValidationError', /^arn:\S+ is invalid$/],
  [
    'tag keys that differ in case alone',
    { Tags: ['a', 'A'].map((Key) => ({ Key, Value: '' })) },
    'InvalidParameterValue',
    /^Duplicate tag keys found\./,
  ],
  [
    'a tag to hand on that it has not',
    { TransitiveTagKeys: ['a'] },
    'InvalidParameterValue',
    /^The specified transitive tag key must be included in the requested tags\.$/,
  ],
] satisfies [string, Partial<AssumeRoleCommandInput>, string, RegExp][]) {
  test(`a session is refused for ${what}`, async (t) => {
    const { sts, Role } = await roleFor(t, { AWS: account });
    const asked = { RoleArn: Role?.Arn, RoleSessionName: 'me', ...more };
    await failsWith(t, () => sts.send(new AssumeRoleCommand(asked)), name, 400, message);
  });
}
