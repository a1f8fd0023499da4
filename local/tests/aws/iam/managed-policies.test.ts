import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createRole, readEverything, uniqueName } from './_roles.ts';

test('a customer managed policy is created, read, attached, and deleted only when detached', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const PolicyName = uniqueName('policy');
  const create = new CreatePolicyCommand({ PolicyName, PolicyDocument: readEverything });
  const PolicyArn = (await iam.send(create)).Policy?.Arn ?? '';
  t.true(PolicyArn.endsWith(`:policy/${PolicyName}`));
  await failsWith(
    t,
    () => iam.send(create),
    'EntityAlreadyExistsException',
    409,
    /Duplicate names/,
  );

  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  t.is(policy?.AttachmentCount, 1);
  t.is(policy?.DefaultVersionId, 'v1');
  t.deepEqual(policy?.Tags, []);
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  t.deepEqual(
    Versions?.map((version) => version.VersionId),
    ['v1'],
  );
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  t.is(decodeURIComponent(version.PolicyVersion?.Document ?? ''), readEverything);
  for (const missing of [
    { PolicyArn, VersionId: 'v9' },
    { PolicyArn: `${PolicyArn}-none`, VersionId: 'v1' },
  ]) {
    const text = new RegExp(`^Policy .* version ${missing.VersionId} does not exist or is not`);
    const get = new GetPolicyVersionCommand(missing);
    await failsWith(t, () => iam.send(get), 'NoSuchEntityException', 404, text);
  }

  const remove = new DeletePolicyCommand({ PolicyArn });
  await failsWith(t, () => iam.send(remove), 'DeleteConflictException', 409);
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(remove);
  await failsWith(
    t,
    () => iam.send(new GetPolicyCommand({ PolicyArn })),
    'NoSuchEntityException',
    404,
  );
});
