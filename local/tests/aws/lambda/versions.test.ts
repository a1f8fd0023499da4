import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  paginateListVersionsByFunction,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';

import {
  activeFunction,
  handlerZip,
  publish,
  publishHandler,
  setUp,
  settled,
} from './_helpers/functions.ts';
import { refused } from './_helpers/refusal.ts';

test('publishing gives the next number and a qualified ARN', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const first = await stand.lambda.send(
    new PublishVersionCommand({ FunctionName, Description: 'one' }),
  );
  t.like(first, { Version: '1', Description: 'one' });
  t.is(first.$metadata.httpStatusCode, 201);
  t.true(first.FunctionArn?.endsWith(`:${FunctionName}:1`));
  t.is(await publishHandler(stand, FunctionName, 'return 2'), '2');
});

test('publishing unchanged code and configuration gives the existing version', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const first = await stand.lambda.send(
    new PublishVersionCommand({ FunctionName, Description: 'one' }),
  );
  const again = await stand.lambda.send(
    new PublishVersionCommand({ FunctionName, Description: 'two' }),
  );
  t.like(again, { Version: first.Version, Description: 'one' });
  const { Versions } = await stand.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  t.is(Versions?.length, 2);
});

test('an update with identical bytes makes the next publish a new version', async (t) => {
  const stand = await setUp(t);
  const ZipFile = await handlerZip('return "same"');
  const FunctionName = await activeFunction(t, stand, '', { Code: { ZipFile } });
  t.is(await publish(stand, FunctionName), '1');
  await stand.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await settled(stand, FunctionName);
  t.is(await publish(stand, FunctionName), '2');
});

test('a number is never used twice', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const Qualifier = await publish(stand, FunctionName);
  await stand.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier }));
  t.is(await publish(stand, FunctionName), '2');
});

test('a publish is conditional on CodeSha256', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { CodeSha256 = '' } = await settled(stand, FunctionName);
  const wrong = Buffer.alloc(32).toString('base64');
  await refused(
    t,
    stand.lambda.send(new PublishVersionCommand({ FunctionName, CodeSha256: wrong })),
    'InvalidParameterValueException',
    400,
    `CodeSHA256 (${wrong}) is different from current CodeSHA256 in $LATEST (${CodeSha256}). ` +
      'Please try again with the CodeSHA256 in $LATEST.',
  );
  const published = await stand.lambda.send(
    new PublishVersionCommand({ FunctionName, CodeSha256 }),
  );
  t.is(published.Version, '1');
});

test('a publish is conditional on RevisionId, and changes that of $LATEST', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const { RevisionId } = await settled(stand, FunctionName);
  const publishRevision = new PublishVersionCommand({ FunctionName, RevisionId });
  t.is((await stand.lambda.send(publishRevision)).Version, '1');
  t.not((await settled(stand, FunctionName)).RevisionId, RevisionId);
  await refused(t, stand.lambda.send(publishRevision), 'PreconditionFailedException', 412);
});

test('versions are listed in pages, $LATEST first', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  for (let number = 1; number <= 11; number++) {
    await publishHandler(stand, FunctionName, `return ${String(number)}`);
  }
  const listed: string[] = [];
  const pages = paginateListVersionsByFunction(
    { client: stand.lambda, pageSize: 5 },
    { FunctionName },
  );
  for await (const page of pages) {
    t.true((page.Versions ?? []).length <= 5);
    for (const { Version = '', FunctionArn = '', State } of page.Versions ?? []) {
      listed.push(Version);
      t.true(FunctionArn.endsWith(`:${FunctionName}:${Version}`));
      t.is(State, undefined);
    }
  }
  t.deepEqual(listed, ['$LATEST', ...Array.from({ length: 11 }, (_, index) => String(index + 1))]);
});

test('a version that an alias points at, or weights, cannot be deleted', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const [first, second] = [
    await publish(stand, FunctionName),
    await publishHandler(stand, FunctionName, 'return 2'),
  ];
  await stand.lambda.send(
    new CreateAliasCommand({
      FunctionName,
      Name: 'PROD',
      FunctionVersion: first,
      RoutingConfig: { AdditionalVersionWeights: { [second]: 0.1 } },
    }),
  );
  for (const Qualifier of [first, second]) {
    await refused(
      t,
      stand.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier })),
      'ResourceConflictException',
      409,
      'Unable to delete version because the following aliases reference it: [PROD]',
    );
    await t.notThrowsAsync(
      stand.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier })),
    );
  }
});

test('a version can be deleted, twice; $LATEST and aliases cannot', async (t) => {
  const stand = await setUp(t);
  const FunctionName = await activeFunction(t, stand);
  const Qualifier = await publish(stand, FunctionName);
  const remove = (qualifier: string) =>
    stand.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: qualifier }));
  for (let times = 0; times < 2; times++) {
    t.is((await remove(Qualifier)).$metadata.httpStatusCode, 204);
  }
  await refused(
    t,
    stand.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier })),
    'ResourceNotFoundException',
    404,
  );
  await refused(
    t,
    remove('$LATEST'),
    'InvalidParameterValueException',
    400,
    '$LATEST version cannot be deleted without deleting the function.',
  );
  await refused(t, remove('PROD'), 'InvalidParameterValueException', 400);
});
