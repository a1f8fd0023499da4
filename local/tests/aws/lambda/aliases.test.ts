import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  ListAliasesCommand,
  paginateListAliases,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';

import {
  activeFunction,
  createRole,
  invoke,
  publish,
  publishHandler,
  setUp,
  settled,
} from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

/** A function with versions 1 and 2, which say who they are, and an alias PROD on 1. */
async function withAlias(t: ExecutionContext) {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand, 'return "one"');
  await publish(stand, FunctionName);
  await publishHandler(stand, FunctionName, 'return "two"');
  const names = { FunctionName, Name: 'PROD' };
  const created = await stand.lambda.send(
    new CreateAliasCommand({ ...names, FunctionVersion: '1', Description: 'live' }),
  );
  const update = (input: Partial<UpdateAliasCommandInput>) =>
    stand.lambda.send(new UpdateAliasCommand({ ...names, ...input }));
  const get = () => stand.lambda.send(new GetAliasCommand(names));
  return { stand, names, FunctionName, created, update, get };
}

test('an alias is what it was created as', async (t) => {
  const { created, get, FunctionName } = await withAlias(t);
  t.is(created.$metadata.httpStatusCode, 201);
  const { $metadata: _, ...alias } = await get();
  t.like(alias, {
    Name: 'PROD',
    FunctionVersion: '1',
    Description: 'live',
    RoutingConfig: undefined,
  });
  t.true(alias.AliasArn?.endsWith(`:function:${FunctionName}:PROD`));
  t.is(alias.RevisionId, created.RevisionId);
});

test('an alias that exists, or of a version that does not, is not created', async (t) => {
  const { stand, FunctionName, created } = await withAlias(t);
  const create = (Name: string, FunctionVersion: string) =>
    stand.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion }));
  await refused(
    t,
    create('PROD', '2'),
    'ResourceConflictException',
    409,
    `Alias already exists: ${created.AliasArn ?? ''}`,
  );
  await refused(t, create('NEW', '99'), 'ResourceNotFoundException', 404);
  await refused(t, create('42', '1'), 'ValidationException', 400);
  await refused(t, create('with space', '1'), 'ValidationException', 400);
  const long = 'a'.repeat(129);
  const tooLong =
    `1 validation error detected: Value '${long}' at 'name' failed to satisfy constraint: ` +
    'Member must have length less than or equal to 128';
  await refused(t, create(long, '1'), 'ValidationException', 400, tooLong);
  const get = new GetAliasCommand({ FunctionName, Name: 'with space' });
  await refused(t, stand.lambda.send(get), 'ValidationException', 400);
  await refused(t, create('NEW', 'PROD'), 'ValidationException', 400);
});

test('every update of an alias gives it a new RevisionId', async (t) => {
  const { update, created } = await withAlias(t);
  const described = await update({ Description: 'said' });
  const unchanged = await update({});
  const moved = await update({ FunctionVersion: '2' });
  const revisions = [created, described, unchanged, moved].map(({ RevisionId }) => RevisionId);
  t.is(new Set(revisions).size, 4);
  t.like(moved, { FunctionVersion: '2', Description: 'said' });
});

test('an update of an alias with a stale RevisionId is refused and changes nothing', async (t) => {
  const { update, created, get } = await withAlias(t);
  const { RevisionId } = created;
  await update({ RevisionId, Description: 'first' });
  await refused(
    t,
    update({ RevisionId, FunctionVersion: '2' }),
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. ' +
      'Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  );
  t.like(await get(), { FunctionVersion: '1', Description: 'first' });
});

test('two updates on the same RevisionId: one wins', async (t) => {
  const { update, created, get } = await withAlias(t);
  const { RevisionId } = created;
  const outcomes = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((Description) => update({ RevisionId, Description })),
  );
  const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  t.is(won.length, 1);
  t.is((await get()).RevisionId, won[0]?.value.RevisionId);
});

test('an alias without RoutingConfig keeps its weights, an empty one clears them', async (t) => {
  const { update, get } = await withAlias(t);
  const RoutingConfig = { AdditionalVersionWeights: { '2': 0.25 } };
  await update({ RoutingConfig });
  t.deepEqual((await update({ Description: 'same' })).RoutingConfig, RoutingConfig);
  await refused(
    t,
    update({ FunctionVersion: '2' }),
    'InvalidParameterValueException',
    400,
    /already included in routing configuration/,
  );
  const moved = await update({
    FunctionVersion: '2',
    RoutingConfig: { AdditionalVersionWeights: {} },
  });
  t.like(moved, { FunctionVersion: '2', RoutingConfig: undefined });
  t.is((await get()).RoutingConfig, undefined);
});

const badWeights = {
  'a weight over 1': [{ '2': 1.5 }, '1', 'ValidationException', 400],
  'a negative weight': [{ '2': -0.1 }, '1', 'ValidationException', 400],
  'two additional versions': [{ '2': 0.1, '3': 0.1 }, '1', 'InvalidParameterValueException', 400],
  'a version that is not there': [{ '99': 0.1 }, '1', 'ResourceNotFoundException', 404],
  'the alias’s own version': [{ '1': 0.1 }, '1', 'InvalidParameterValueException', 400],
  '$LATEST beside a version': [{ $LATEST: 0.1 }, '1', 'ValidationException', 400],
  'a version beside $LATEST': [{ '2': 0.1 }, '$LATEST', 'InvalidParameterValueException', 400],
  'an alias': [{ PROD: 0.1 }, '1', 'ValidationException', 400],
} as const;

for (const [title, [weights, FunctionVersion, name, status]] of Object.entries(badWeights)) {
  test(`weights are refused: ${title}`, async (t) => {
    const { update, get, created } = await withAlias(t);
    const RoutingConfig = { AdditionalVersionWeights: weights };
    await refused(t, update({ FunctionVersion, RoutingConfig }), name, status);
    t.is((await get()).RevisionId, created.RevisionId);
  });
}

test('versions with another role or dead-letter queue cannot share an alias', async (t) => {
  const { stand, FunctionName, update } = await withAlias(t);
  const settings = [
    [
      { Role: await createRole(t, stand.clients.iam, 'lambda.amazonaws.com') },
      /same execution role/,
    ],
    [
      {
        Role: stand.roleArn,
        DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:q' },
      },
      /same dead letter queue/,
    ],
  ] as const;
  for (const [change, message] of settings) {
    await stand.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }));
    await settled(stand, FunctionName);
    const version = await publish(stand, FunctionName);
    await refused(
      t,
      update({ RoutingConfig: { AdditionalVersionWeights: { [version]: 0.1 } } }),
      'InvalidParameterValueException',
      400,
      message,
    );
    await t.notThrowsAsync(update({ FunctionVersion: version }), 'a full move is allowed');
    await update({ FunctionVersion: '1' });
  }
});

test('a weight decides which version answers', async (t) => {
  const { stand, FunctionName, update } = await withAlias(t);
  const answers = async () => {
    const seen = new Set<string>();
    for (let call = 0; call < 20; call++) {
      const answer = await invoke(stand, FunctionName, {}, { Qualifier: 'PROD' });
      const expected = answer.ExecutedVersion === '1' ? 'one' : 'two';
      t.is(answer.payload, expected);
      seen.add(expected);
    }
    return [...seen].toSorted();
  };
  t.deepEqual(await answers(), ['one']);
  await update({ RoutingConfig: { AdditionalVersionWeights: { '2': 1 } } });
  t.deepEqual(await answers(), ['two']);
  await update({ RoutingConfig: { AdditionalVersionWeights: { '2': 0 } } });
  t.deepEqual(await answers(), ['one']);
  await update({ RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } } });
  t.deepEqual(await answers(), ['one', 'two']);
});

test('aliases are listed in pages, and by the version they point at', async (t) => {
  const { stand, FunctionName } = await withAlias(t);
  for (const [Name, FunctionVersion] of [
    ['A', '1'],
    ['B', '2'],
    ['C', '2'],
  ] as const) {
    await stand.lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion }));
  }
  const listed: (string | undefined)[] = [];
  const pages = paginateListAliases({ client: stand.lambda, pageSize: 3 }, { FunctionName });
  for await (const { Aliases } of pages) {
    listed.push(...(Aliases ?? []).map(({ Name }) => Name));
  }
  t.deepEqual(listed, ['A', 'B', 'C', 'PROD']);
  const { Aliases } = await stand.lambda.send(
    new ListAliasesCommand({ FunctionName, FunctionVersion: '2' }),
  );
  t.deepEqual(
    Aliases?.map(({ Name }) => Name),
    ['B', 'C'],
  );
});

test('a deleted alias is gone; deleting it again succeeds', async (t) => {
  const { stand, names, get, created } = await withAlias(t);
  for (let times = 0; times < 2; times++) {
    const { $metadata } = await stand.lambda.send(new DeleteAliasCommand(names));
    t.is($metadata.httpStatusCode, 204);
  }
  await refused(
    t,
    get(),
    'ResourceNotFoundException',
    404,
    `Cannot find alias arn: ${created.AliasArn ?? ''}`,
  );
  await refused(
    t,
    stand.lambda.send(new UpdateAliasCommand(names)),
    'ResourceNotFoundException',
    404,
  );
});
