import { CreateRoleCommand, DeleteRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import test from 'ava';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { account, region, startEmbedded } from '../../_helpers/embedded.ts';

async function roleFor(
  t: Parameters<typeof startEmbedded>[0],
  principal: Readonly<Record<string, string>>,
) {
  const { url, clients } = await startEmbedded(t);
  const RoleName = `assumed-${String(Date.now())}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  t.teardown(() => clients.iam.send(new DeleteRoleCommand({ RoleName })));
  return { url, sts: clients.sts, RoleName, Role };
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
  const as = new STSClient({
    endpoint: url,
    region,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
  t.teardown(() => {
    as.destroy();
  });
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
