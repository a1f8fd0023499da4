import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { createClients } from '../../../../runner/aws/clients.ts';
import { clientOptionsOf } from '../../../../stack/sign-in/resolve-credentials.ts';
import { nobodySignsIn } from '../../../../stack/sign-in/aws-settings.ts';
import { account, region } from '../../../../local/tests/_helpers/account.ts';
import { startEmbedded } from '../../../../local/tests/_helpers/embedded.ts';
import { openProxy } from '../../_helpers/proxy.ts';
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

const callerIdentity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>`;

test.serial('where Node.js goes by a proxy, so does every client', async (t) => {
  // The embedded AWS takes requests to this machine only.
  const sts = createServer((_, answer) => answer.end(callerIdentity));
  sts.listen(0, '127.0.0.1');
  await once(sts, 'listening');
  t.teardown(() => sts.close());
  const url = `http://127.0.0.1:${String((sts.address() as AddressInfo).port)}`;
  useEndpoint(t, url);
  const proxy = await openProxy(url);
  t.teardown(() => {
    proxy.close();
  });
  Object.assign(process.env, { HTTP_PROXY: proxy.url, NODE_USE_ENV_PROXY: '1' });
  const endpoint = 'http://aws.example.invalid';
  const place = { region, endpoint, signIn: nobodySignsIn };
  const shared = createClients(place);
  const own = new STSClient(clientOptionsOf(place));
  t.is((await shared.sts.send(new GetCallerIdentityCommand({}))).Account, account);
  t.is((await own.send(new GetCallerIdentityCommand({}))).Account, account);
  t.is(proxy.asked.length, 2);

  process.env.NODE_USE_ENV_PROXY = '0';
  const direct = createClients({ ...place, endpoint: url });
  t.is((await direct.sts.send(new GetCallerIdentityCommand({}))).Account, account);
  t.is(proxy.asked.length, 2);
});
