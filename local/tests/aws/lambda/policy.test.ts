import {
  AddPermissionCommand,
  CreateAliasCommand,
  GetAliasCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  type AddPermissionCommandInput,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';

import { activeFunction, publish, publishHandler, settled, setUp } from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

async function withAliases(t: ExecutionContext) {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const FunctionVersion = await publish(stand, FunctionName);
  for (const Name of ['STAGE', 'PROD']) {
    await stand.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion }));
  }
  const add = (StatementId: string, input: Partial<AddPermissionCommandInput> = {}) =>
    stand.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId,
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        ...input,
      }),
    );
  const get = async (Qualifier?: string) => {
    const answer = await stand.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }));
    const policy: unknown = JSON.parse(answer.Policy ?? '');
    return { policy, RevisionId: answer.RevisionId };
  };
  return { stand, FunctionName, add, get };
}

test('a permission becomes a statement of the policy of exactly its qualifier', async (t) => {
  const { add, get, FunctionName } = await withAliases(t);
  const SourceArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/greeting';
  const added = await add('api', {
    Qualifier: 'PROD',
    SourceArn,
    SourceAccount: '123456789012',
    EventSourceToken: 'token',
  });
  t.is(added.$metadata.httpStatusCode, 201);
  const statement: unknown = JSON.parse(added.Statement ?? '');
  const { policy } = await get('PROD');
  t.deepEqual(policy, { Version: '2012-10-17', Id: 'default', Statement: [statement] });
  t.like(statement, {
    Sid: 'api',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Condition: {
      StringEquals: { 'AWS:SourceAccount': '123456789012', 'lambda:EventSourceToken': 'token' },
      ArnLike: { 'AWS:SourceArn': SourceArn },
    },
  });
  t.regex(
    added.Statement ?? '',
    new RegExp(`"Resource":"arn:[^"]+:function:${FunctionName}:PROD"`),
  );
  for (const qualifier of [undefined, 'STAGE', '1']) {
    await refused(t, get(qualifier), 'ResourceNotFoundException', 404);
  }
});

test('the principal is a service, an account, an ARN or everybody', async (t) => {
  const { add } = await withAliases(t);
  const principal = async (StatementId: string, Principal: string) => {
    const { Statement = '' } = await add(StatementId, { Principal });
    return (JSON.parse(Statement) as { Principal: unknown }).Principal;
  };
  t.deepEqual(await principal('a', '111122223333'), { AWS: 'arn:aws:iam::111122223333:root' });
  t.deepEqual(await principal('b', 'events.amazonaws.com'), { Service: 'events.amazonaws.com' });
  t.is(await principal('c', '*'), '*');
  await refused(
    t,
    add('d', { Principal: 'nobody' }),
    'InvalidParameterValueException',
    400,
    'The provided principal was invalid. Please check the principal and try again.',
  );
});

test('a statement id is unique within one qualifier only', async (t) => {
  const { add } = await withAliases(t);
  await add('same', { Qualifier: 'PROD' });
  await refused(
    t,
    add('same', { Qualifier: 'PROD' }),
    'ResourceConflictException',
    409,
    'The statement id (same) provided already exists. ' +
      'Please provide a new statement id, or remove the existing statement.',
  );
  await t.notThrowsAsync(add('same', { Qualifier: 'STAGE' }));
  await t.notThrowsAsync(add('same'));
});

test('a policy has the RevisionId of its alias, and changing it is conditional on that', async (t) => {
  const { stand, FunctionName, add, get } = await withAliases(t);
  await add('one', { Qualifier: 'PROD' });
  const { RevisionId } = await get('PROD');
  const alias = await stand.lambda.send(new GetAliasCommand({ FunctionName, Name: 'PROD' }));
  t.is(alias.RevisionId, RevisionId);
  await add('two', { Qualifier: 'PROD', RevisionId });
  await refused(
    t,
    add('three', { Qualifier: 'PROD', RevisionId }),
    'PreconditionFailedException',
    412,
  );
  const remove = (revision: string | undefined) =>
    stand.lambda.send(
      new RemovePermissionCommand({
        FunctionName,
        StatementId: 'one',
        Qualifier: 'PROD',
        RevisionId: revision,
      }),
    );
  await refused(t, remove(RevisionId), 'PreconditionFailedException', 412);
  const removed = await remove((await get('PROD')).RevisionId);
  t.is(removed.$metadata.httpStatusCode, 204);
});

test('the RevisionId of a policy stays when a version is published, and is what AddPermission wants', async (t) => {
  const { stand, FunctionName, add } = await withAliases(t);
  await add('one');
  const read = () => stand.lambda.send(new GetPolicyCommand({ FunctionName }));
  const { RevisionId } = await read();
  t.is((await settled(stand, FunctionName)).RevisionId, RevisionId);
  await publishHandler(stand, FunctionName, 'return 3');
  t.not((await settled(stand, FunctionName)).RevisionId, RevisionId);
  t.is((await read()).RevisionId, RevisionId);
  await refused(
    t,
    add('two', { RevisionId: 'wrong' }),
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. ' +
      'Call the GetPolicy API to retrieve the latest Revision Id',
  );
  await add('two', { RevisionId });
  t.not((await read()).RevisionId, RevisionId);
});

test('a policy of what is not there is refused in the words of each operation', async (t) => {
  const { stand, FunctionName, add } = await withAliases(t);
  const { FunctionArn = '' } = await settled(stand, FunctionName);
  const missing = `${FunctionName}-none`;
  const notFound = ['ResourceNotFoundException', 404] as const;
  for (const target of [{ FunctionName: missing }, { FunctionName, Qualifier: '77' }]) {
    const call = stand.lambda.send(new GetPolicyCommand(target));
    await refused(t, call, ...notFound, 'The resource you requested does not exist.');
  }
  const remove = new RemovePermissionCommand({ FunctionName: missing, StatementId: 'a' });
  const gone = `No policy found for: ${FunctionArn}-none`;
  await refused(t, stand.lambda.send(remove), ...notFound, gone);
  const unknown = `Cannot find alias arn: ${FunctionArn}:none`;
  await refused(t, add('a', { Qualifier: 'none' }), ...notFound, unknown);
  const impossible = `Function not found: ${FunctionArn}:no$alias`;
  await refused(t, add('a', { Qualifier: 'no$alias' }), ...notFound, impossible);
});

test('a policy is gone with its last statement', async (t) => {
  const { stand, FunctionName, add, get } = await withAliases(t);
  const remove = (StatementId: string) =>
    stand.lambda.send(
      new RemovePermissionCommand({ FunctionName, StatementId, Qualifier: 'PROD' }),
    );
  await refused(t, remove('one'), 'ResourceNotFoundException', 404);
  await add('one', { Qualifier: 'PROD' });
  await refused(
    t,
    remove('other'),
    'ResourceNotFoundException',
    404,
    'Statement other is not found in resource policy.',
  );
  await remove('one');
  await refused(
    t,
    get('PROD'),
    'ResourceNotFoundException',
    404,
    'The resource you requested does not exist.',
  );
});

test('a permission that AWS would refuse is refused', async (t) => {
  const { add } = await withAliases(t);
  await refused(t, add('with space'), 'ValidationException', 400);
  await refused(t, add('a', { Action: 'iam:PassRole' }), 'ValidationException', 400);
  await refused(t, add('a', { SourceArn: 'no arn' }), 'ValidationException', 400);
  await refused(t, add('a', { SourceAccount: '12' }), 'ValidationException', 400);
  await refused(t, add('a', { PrincipalOrgID: 'o-1' }), 'ValidationException', 400);
  await refused(
    t,
    add('a', { Principal: 'of nobody' }),
    'ValidationException',
    400,
    "1 validation error detected: Value 'of nobody' at 'principal' failed to satisfy constraint: " +
      String.raw`Member must satisfy regular expression pattern: [^\s]+`,
  );
  await refused(t, add('a', { Qualifier: 'NONE' }), 'ResourceNotFoundException', 404);
  await refused(t, add('a', { FunctionName: 'no-function' }), 'ResourceNotFoundException', 404);
  await refused(
    t,
    add('a', { Qualifier: '$LATEST' }),
    'InvalidParameterValueException',
    400,
    'We currently do not support adding policies for $LATEST.',
  );
});

test('a policy may have 20 KB, each qualifier’s its own', async (t) => {
  const { add, get } = await withAliases(t);
  const permit = (path: string, Qualifier: string) =>
    add(`a-${path}`, {
      Qualifier,
      SourceArn: `arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/${'x'.repeat(4000)}${path}`,
    });
  for (const path of ['1', '2', '3', '4']) {
    await permit(path, 'PROD');
  }
  const before = await get('PROD');
  await refused(
    t,
    permit('5', 'PROD'),
    'PolicyLengthExceededException',
    400,
    /^The final policy size \(2\d{4}\) is bigger than the limit \(20480\)\.$/,
  );
  t.deepEqual(await get('PROD'), before);
  await t.notThrowsAsync(permit('5', 'STAGE'));
});
