import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { account } from '../../_helpers/account.ts';
import { clientsOf } from '../../_helpers/clients.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';

test('the caller has an account, an ARN in it and an id', async (t) => {
  const { sts } = (await startEmbedded(t)).clients;
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  t.is(identity.Account, account);
  t.is(identity.Arn?.split(':')[4], account);
  t.truthy(identity.UserId);
});

testEmbedded('the caller is a user of the account that the access key names', async (t) => {
  const { url } = await startEmbedded(t);
  const { sts } = clientsOf(url, '210987654321');
  t.teardown(() => {
    sts.destroy();
  });
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  t.is(identity.Account, '210987654321');
  t.is(identity.Arn, 'arn:aws:iam::210987654321:user/local');
  t.regex(identity.UserId ?? '', /^AIDA[A-Z0-9]{17}$/);
});

testEmbedded('any other access key is account 000000000000', async (t) => {
  const { url } = await startEmbedded(t);
  const { sts } = clientsOf(url, 'AKIALOCAL');
  t.teardown(() => {
    sts.destroy();
  });
  t.is((await sts.send(new GetCallerIdentityCommand({}))).Account, '000000000000');
});
