import { CreateRoleCommand } from '@aws-sdk/client-iam';
import test from 'ava';
import { readConfiguration } from '../../provider/configuration.ts';
import { Provider } from '../../provider/provider.ts';
import { account, region } from '../_helpers/account.ts';
import { startEmbedded } from '../_helpers/embedded.ts';

const environment = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'local' };

test('the provider takes on the roles of its configuration', async (t) => {
  const { url, clients } = await startEmbedded(t);
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: trust }),
  );
  const whoIs = (roleArn: string) => {
    const assumeRoles = JSON.stringify([{ roleArn, sessionName: 'me' }]);
    const provider = new Provider(readConfiguration({ region, assumeRoles }, environment, url));
    return provider.invoke('aws:index/getCallerIdentity:getCallerIdentity', {});
  };
  t.like(await whoIs(Role?.Arn ?? ''), {
    arn: `arn:aws:sts::${account}:assumed-role/deployer/me`,
  });
  await t.throwsAsync(whoIs(`arn:aws:iam::${account}:role/none`), {
    message: /not authorized to perform: sts:AssumeRole/,
  });
});

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
});
