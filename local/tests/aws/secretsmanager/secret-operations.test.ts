import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceExistsException,
  ResourceNotFoundException,
  RestoreSecretCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import test from 'ava';
import { account, region } from '../../_helpers/account.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';

test('a secret is made with a value, and found by name, ARN and ARN without its end', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  const { ARN = '' } = await secretsManager.send(
    new CreateSecretCommand({ Name: 'orders/key', SecretString: 'hush', Description: 'a key' }),
  );
  t.regex(
    ARN,
    new RegExp(`^arn:aws:secretsmanager:${region}:${account}:secret:orders/key-\\w{6}$`),
  );
  for (const SecretId of ['orders/key', ARN, ARN.slice(0, -7)]) {
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
    t.is(SecretString, 'hush', SecretId);
  }
  t.like(await secretsManager.send(new DescribeSecretCommand({ SecretId: ARN })), {
    ...{ Name: 'orders/key', Description: 'a key' },
  });
  await t.throwsAsync(secretsManager.send(new CreateSecretCommand({ Name: 'orders/key' })), {
    instanceOf: ResourceExistsException,
  });
});

test('a secret whose making is asked for again, with the same token, is the same', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  const request = { Name: 'key', SecretString: 'one', ClientRequestToken: '0'.repeat(32) };
  const create = (changes: object = {}) =>
    secretsManager.send(new CreateSecretCommand({ ...request, ...changes }));
  const { ARN, VersionId } = await create();
  t.like(await create(), { ARN, VersionId, Name: 'key' });
  for (const other of [{ SecretString: 'two' }, { ClientRequestToken: '1'.repeat(32) }]) {
    await t.throwsAsync(create(other), { instanceOf: ResourceExistsException });
  }
  const AddReplicaRegions = [{ Region: 'us-east-1' }];
  await t.throwsAsync(create({ Name: 'other', AddReplicaRegions }), { name: 'NotImplemented' });
});

test('a secret that is updated keeps what was before as the previous version', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  const SecretId = 'key';
  await secretsManager.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
  await secretsManager.send(new UpdateSecretCommand({ SecretId, SecretString: 'two' }));
  const read = async (VersionStage?: string) =>
    (await secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
  t.deepEqual([await read(), await read('AWSPREVIOUS')], ['two', 'one']);
});

test('a secret that is deleted can come back', async (t) => {
  const { secretsManager } = (await startEmbedded(t)).clients;
  const SecretId = 'key';
  await secretsManager.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
  await secretsManager.send(new DeleteSecretCommand({ SecretId }));
  const read = new GetSecretValueCommand({ SecretId });
  await t.throwsAsync(secretsManager.send(read), { instanceOf: InvalidRequestException });
  await t.throwsAsync(secretsManager.send(new CreateSecretCommand({ Name: SecretId })), {
    instanceOf: InvalidRequestException,
  });
  await secretsManager.send(new RestoreSecretCommand({ SecretId }));
  t.is((await secretsManager.send(read)).SecretString, 'one');
});

testEmbedded(
  'a secret is gone at once where that is asked for, and else after its days',
  async (t) => {
    let time = Date.now();
    const { secretsManager } = (await startEmbedded(t, { now: () => time })).clients;
    const make = (Name: string) => secretsManager.send(new CreateSecretCommand({ Name }));
    const describe = (SecretId: string) =>
      secretsManager.send(new DescribeSecretCommand({ SecretId }));
    await make('now');
    await make('later');
    await secretsManager.send(
      new DeleteSecretCommand({ SecretId: 'now', ForceDeleteWithoutRecovery: true }),
    );
    await t.throwsAsync(describe('now'), { instanceOf: ResourceNotFoundException });
    await secretsManager.send(
      new DeleteSecretCommand({ SecretId: 'later', RecoveryWindowInDays: 7 }),
    );
    t.true((await describe('later')).DeletedDate instanceof Date);
    time += 7 * 86_400_000;
    await t.throwsAsync(describe('later'), { instanceOf: ResourceNotFoundException });
    await t.notThrowsAsync(make('later'));
  },
);
