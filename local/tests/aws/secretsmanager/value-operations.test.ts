import {
  CreateSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';

const SecretId = 'key';

test('a value is put once for a token, as text or as bytes', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  await secretsManager.send(new CreateSecretCommand({ Name: SecretId }));
  const read = () => secretsManager.send(new GetSecretValueCommand({ SecretId }));
  await t.throwsAsync(read(), { instanceOf: ResourceNotFoundException });
  const SecretBinary = new Uint8Array([0, 255]);
  await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretBinary }));
  t.deepEqual((await read()).SecretBinary, SecretBinary);
  const ClientRequestToken = '0123456789abcdef0123456789abcdef';
  const put = (SecretString: string) =>
    secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
  t.is((await put('one')).VersionId, ClientRequestToken);
  t.is((await put('one')).VersionId, ClientRequestToken);
  await t.throwsAsync(put('two'), { instanceOf: ResourceExistsException });
  t.like(await read(), { SecretString: 'one', VersionStages: ['AWSCURRENT'] });
  await t.throwsAsync(secretsManager.send(new PutSecretValueCommand({ SecretId })), {
    instanceOf: InvalidParameterException,
  });
});

test('a value with a stage of its own does not become the current one', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  await secretsManager.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
  await secretsManager.send(
    new PutSecretValueCommand({ SecretId, SecretString: 'two', VersionStages: ['NEXT'] }),
  );
  const read = async (VersionStage?: string) =>
    (await secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
  t.deepEqual([await read(), await read('NEXT')], ['one', 'two']);
});
