import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createRole, readEverything, trustPolicy, uniqueName } from './_roles.ts';

const basicExecution = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

test('an inline policy is put, replaced, listed, read and deleted', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const policy = { RoleName, PolicyName: 'logs' };
  const replaced = readEverything.replace('PutLogEvents', 'CreateLogStream');
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: readEverything }));
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: replaced }));
  const listed = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  t.deepEqual(listed.PolicyNames, ['logs']);
  const read = await iam.send(new GetRolePolicyCommand(policy));
  t.is(decodeURIComponent(read.PolicyDocument ?? ''), replaced);
  await iam.send(new DeleteRolePolicyCommand(policy));
  await failsWith(
    t,
    () => iam.send(new GetRolePolicyCommand(policy)),
    'NoSuchEntityException',
    404,
    /role policy with name logs/,
  );
});

test('an inline policy that names a principal is malformed', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const put = new PutRolePolicyCommand({
    RoleName,
    PolicyName: 'trust',
    PolicyDocument: trustPolicy('lambda.amazonaws.com'),
  });
  await failsWith(t, () => iam.send(put), 'MalformedPolicyDocumentException', 400, /principal/);
});

test('a policy of AWS is attached once, listed by path, and keeps the role from deletion', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const attachment = { RoleName, PolicyArn: basicExecution };
  await iam.send(new AttachRolePolicyCommand(attachment));
  await iam.send(new AttachRolePolicyCommand(attachment));
  const list = (PathPrefix: string) =>
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName, PathPrefix }));
  t.deepEqual((await list('/service-role/')).AttachedPolicies, [
    { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: basicExecution },
  ]);
  t.deepEqual((await list('/other/')).AttachedPolicies, []);
  const remove = new DeleteRoleCommand({ RoleName });
  await failsWith(t, () => iam.send(remove), 'DeleteConflictException', 409, /detach/);
  await iam.send(new DetachRolePolicyCommand(attachment));
  await failsWith(
    t,
    () => iam.send(new DetachRolePolicyCommand(attachment)),
    'NoSuchEntityException',
    404,
  );
});

test('a customer managed policy is created, read, attached, and deleted only when detached', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const PolicyName = uniqueName('policy');
  const create = new CreatePolicyCommand({ PolicyName, PolicyDocument: readEverything });
  const PolicyArn = (await iam.send(create)).Policy?.Arn ?? '';
  t.true(PolicyArn.endsWith(`:policy/${PolicyName}`));
  await failsWith(t, () => iam.send(create), 'EntityAlreadyExistsException', 409);

  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  t.is(policy?.AttachmentCount, 1);
  t.is(policy?.DefaultVersionId, 'v1');
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  t.deepEqual(
    Versions?.map((version) => version.VersionId),
    ['v1'],
  );
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  t.is(decodeURIComponent(version.PolicyVersion?.Document ?? ''), readEverything);

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

test('a policy that does not exist cannot be attached', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const PolicyArn = `arn:aws:iam::123456789012:policy/${uniqueName('policy')}`;
  const attach = new AttachRolePolicyCommand({ RoleName, PolicyArn });
  await failsWith(t, () => iam.send(attach), 'NoSuchEntityException', 404);
});
