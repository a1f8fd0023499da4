import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createRole, readEverything, trustPolicy } from './_roles.ts';

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
