import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import { clientsOf, startEmbedded } from '../../_helpers/embedded.ts';

test('the caller is a user of the account that the access key names', async (t) => {
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

test('any other access key is account 000000000000', async (t) => {
  const { url } = await startEmbedded(t);
  const { sts } = clientsOf(url, 'AKIALOCAL');
  t.teardown(() => {
    sts.destroy();
  });
  t.is((await sts.send(new GetCallerIdentityCommand({}))).Account, '000000000000');
});
