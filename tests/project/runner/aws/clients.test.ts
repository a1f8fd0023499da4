import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import test from 'ava';
import { createClients } from '../../../../runner/aws/clients.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { region, startEmbedded } from '../../../../local/tests/_helpers/embedded.ts';
import { useEndpoint } from '../../behaviour/release/_runner-calls.ts';

test.serial('credentials that AWS refuses are resolved anew, and the call goes on', async (t) => {
  const { url, aws } = await startEmbedded(t);
  useEndpoint(t, url);
  process.env.AWS_ACCESS_KEY_ID = '111111111111';
  const { sts } = createClients({ region, signIn: nobodySignsIn });
  const account = async () => (await sts.send(new GetCallerIdentityCommand({}))).Account;
  t.is(await account(), '111111111111');

  // A person signed in again meanwhile.
  process.env.AWS_ACCESS_KEY_ID = '222222222222';
  t.is(await account(), '111111111111');
  aws.faults.replace([{ operation: 'sts:*', call: 1, kind: 'expire' }]);
  t.is(await account(), '222222222222');

  aws.faults.replace([{ operation: 'sts:*', kind: 'expire' }]);
  await t.throwsAsync(account(), { message: /token included in the request is expired/ });
});
