import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import test from 'ava';
import { startWorkbench } from '../_helpers/provider-on.ts';

const type = 'aws:secretsmanager/secretVersion:SecretVersion';

test('another value is another version, and the current one', async (t) => {
  const bench = await startWorkbench(t);
  const { id: secretId } = await bench.make('aws:secretsmanager/secret:Secret', { name: 'key' });
  const first = await bench.make(type, { secretId, secretString: 'one' });
  t.like(first.state, { secretString: 'one', versionStages: ['AWSCURRENT'], arn: secretId });
  t.deepEqual(await bench.changes(first, first.inputs), []);
  const asked = { secretId, secretString: 'two' };
  const { replaces } = await bench.provider.diff({ ...first, asked, ignoreChanges: [] });
  t.deepEqual(replaces, ['secretString']);
  const second = await bench.make(type, asked);
  await bench.provider.delete(first);
  const value = await bench.clients.secretsManager.send(
    new GetSecretValueCommand({ SecretId: 'key' }),
  );
  t.is(value.SecretString, 'two');
  t.not(second.id, first.id);
  t.like((await bench.refresh(second))?.inputs, asked);
});
