import test from 'ava';

import { Engine } from '../../page/engine.ts';
import { account, testSecret } from '../_helpers/account.ts';
import { startEmbedded } from '../_helpers/embedded.ts';

test('the page sets what it shows of the lag, and leaves the rest as it is', async (t) => {
  const { url, aws } = await startEmbedded(t, { lag: { permission: 2, quotas: true, seed: 7 } });
  const engine = new Engine(url, { accessKeyId: account, secretAccessKey: testSecret });
  await engine.setLag({ alias: 1.5, stage: 0, read: 0 });
  t.deepEqual(await engine.lag(), { alias: 1.5, stage: 0, read: 0 });
  t.like(aws.lag.settings, { alias: 1.5, permission: 2, quotas: true, seed: 7 });
});
