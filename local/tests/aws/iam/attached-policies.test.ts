import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createRole, uniqueName } from './_roles.ts';

const basicExecution = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

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

test('a policy that does not exist cannot be attached', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const PolicyArn = `arn:aws:iam::123456789012:policy/${uniqueName('policy')}`;
  const attach = new AttachRolePolicyCommand({ RoleName, PolicyArn });
  await failsWith(t, () => iam.send(attach), 'NoSuchEntityException', 404);
});

test('what is no ARN cannot be attached', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const attach = new AttachRolePolicyCommand({ RoleName, PolicyArn: 'a-long-name-but-no-arn' });
  await failsWith(t, () => iam.send(attach), 'ValidationError', 400, /is not valid/);
});
