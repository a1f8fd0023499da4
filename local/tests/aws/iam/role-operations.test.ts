import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  DeleteRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createRole, readEverything, trustPolicy, uniqueName } from './_roles.ts';

test('a created role is read back as it was sent, its policy percent-encoded', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = uniqueName('role');
  const document = trustPolicy('lambda.amazonaws.com');
  const { Role: created } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: '/service/',
      AssumeRolePolicyDocument: document,
      Description: 'Greets <you> & "me"',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'team', Value: 'a+b' }],
    }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName })));
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  t.regex(role?.RoleId ?? '', /^AROA[A-Z2-7]{17}$/);
  t.is(role?.RoleId, created?.RoleId);
  t.true(role?.Arn?.endsWith(`:role/service/${RoleName}`));
  t.is(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''), document);
  t.notRegex(role?.AssumeRolePolicyDocument ?? '"', /["{}]/);
  t.is(role?.Description, 'Greets <you> & "me"');
  t.is(role?.MaxSessionDuration, 7200);
  t.deepEqual(role?.Tags, [{ Key: 'team', Value: 'a+b' }]);
  t.true(role?.CreateDate instanceof Date);
});

test('what was not given at creation is not answered; GetRole has the defaults', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = uniqueName('plain');
  const { Role: created = {} } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy('a.amazonaws.com') }),
  );
  t.teardown(() => iam.send(new DeleteRoleCommand({ RoleName })));
  for (const member of ['Tags', 'MaxSessionDuration', 'RoleLastUsed', 'Description'] as const) {
    t.is(Reflect.get(created, member), undefined, member);
  }
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  t.like(role, { MaxSessionDuration: 3600, RoleLastUsed: {} });
  t.is(role?.Tags, undefined);
  t.is(role?.Description, undefined);
});

test('an update leaves what it does not name; the description alone answers with what was given', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  await iam.send(
    new UpdateRoleCommand({ RoleName, Description: 'first', MaxSessionDuration: 7200 }),
  );
  await iam.send(new UpdateRoleCommand({ RoleName }));
  const update = new UpdateRoleDescriptionCommand({ RoleName, Description: 'second' });
  const { Role: answered } = await iam.send(update);
  t.is(answered?.Description, 'second');
  t.is(answered?.MaxSessionDuration, undefined);
  const { Role: read } = await iam.send(new GetRoleCommand({ RoleName }));
  t.like(read, { Description: 'second', MaxSessionDuration: 7200 });
});

test('a role name is taken whatever its case', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const AssumeRolePolicyDocument = trustPolicy('lambda.amazonaws.com');
  const again = new CreateRoleCommand({
    RoleName: RoleName.toUpperCase(),
    AssumeRolePolicyDocument,
  });
  await failsWith(t, () => iam.send(again), 'EntityAlreadyExistsException', 409);
});

test('a role that does not exist is a NoSuchEntity for every operation', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = uniqueName('nobody');
  const calls = [
    () => iam.send(new GetRoleCommand({ RoleName })),
    () => iam.send(new DeleteRoleCommand({ RoleName })),
    () => iam.send(new UpdateRoleCommand({ RoleName })),
    () => iam.send(new ListRoleTagsCommand({ RoleName })),
    () => iam.send(new ListInstanceProfilesForRoleCommand({ RoleName })),
  ];
  for (const call of calls) {
    await failsWith(t, call, 'NoSuchEntityException', 404, /cannot be found/);
  }
});

for (const [what, document] of [
  ['is not JSON', '{"Version": '],
  ['has no statement', '{"Version":"2012-10-17"}'],
  ['names no principal', '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}'],
  [
    'names a resource',
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}',
  ],
  [
    'has an unknown effect',
    '{"Statement":[{"Effect":"Perhaps","Principal":"*","Action":"sts:AssumeRole"}]}',
  ],
] as const) {
  test(`a trust policy that ${what} is malformed, and changes nothing`, async (t) => {
    const { iam } = (await startEmbedded(t)).clients;
    const RoleName = uniqueName('role');
    const create = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document });
    await failsWith(t, () => iam.send(create), 'MalformedPolicyDocumentException', 400);
    const read = new GetRoleCommand({ RoleName });
    await failsWith(t, () => iam.send(read), 'NoSuchEntityException', 404);
  });
}

test('description, session duration and trust policy can be updated', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 3601 }));
  await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: 'new' }));
  const PolicyDocument = trustPolicy('apigateway.amazonaws.com');
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  t.is(role?.MaxSessionDuration, 3601);
  t.is(role?.Description, 'new');
  t.is(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''), PolicyDocument);
});

test('a role with an inline policy cannot be deleted until the policy is', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const policy = { RoleName, PolicyName: 'logs' };
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: readEverything }));
  const remove = new DeleteRoleCommand({ RoleName });
  await failsWith(t, () => iam.send(remove), 'DeleteConflictException', 409);
  await iam.send(new DeleteRolePolicyCommand(policy));
  const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
  t.deepEqual(InstanceProfiles, []);
  await iam.send(remove);
  await failsWith(
    t,
    () => iam.send(new GetRoleCommand({ RoleName })),
    'NoSuchEntityException',
    404,
  );
});

test('roles are listed page by page, each once', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const created = [await createRole(t, iam), await createRole(t, iam), await createRole(t, iam)];
  const pages: string[][] = [];
  for await (const page of paginateListRoles({ client: iam, pageSize: 2 }, {})) {
    pages.push((page.Roles ?? []).map((role) => role.RoleName ?? ''));
  }
  t.true(pages.every((page) => page.length <= 2));
  t.deepEqual(
    pages.flat().filter((name) => created.includes(name)),
    [...created].sort(),
  );
  await failsWith(
    t,
    () => iam.send(new ListRolesCommand({ Marker: 'never-returned' })),
    'ValidationError',
    400,
  );
});

test('the boundary of a role is set and taken away; one that is not there is refused', async (t) => {
  const { iam } = (await startEmbedded(t)).clients;
  const RoleName = await createRole(t, iam);
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  const read = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role;
  t.is((await read())?.PermissionsBoundary?.PermissionsBoundaryArn, PermissionsBoundary);
  await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
  t.is((await read())?.PermissionsBoundary, undefined);

  const none = { PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none' };
  await failsWith(
    t,
    () => iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, ...none })),
    'NoSuchEntityException',
    404,
    /^Scope ARN: .* does not exist or is not attachable\.$/,
  );
});
