import {
  CreateSecretCommand,
  DescribeSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-secrets-manager';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';

test('a secret has the tags it was made with, and those it was given since', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  const SecretId = 'key';
  const tag = (Key: string) => ({ Key, Value: 'x' });
  await secretsManager.send(new CreateSecretCommand({ Name: SecretId, Tags: [tag('a')] }));
  await secretsManager.send(new TagResourceCommand({ SecretId, Tags: [tag('b')] }));
  await secretsManager.send(new UntagResourceCommand({ SecretId, TagKeys: ['a'] }));
  const { Tags } = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
  t.deepEqual(Tags, [tag('b')]);
});
