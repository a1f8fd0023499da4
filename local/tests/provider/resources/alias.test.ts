import {
  CreateAliasCommand,
  GetAliasCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import test from 'ava';
import { startWorkbench, type Workbench } from '../_helpers/provider-on.ts';
import { makeFunction } from '../_helpers/programs.ts';

const type = 'aws:lambda/alias:Alias';
const key = { FunctionName: 'greeting', Name: 'PROD' };
const asked = { name: 'PROD', functionName: 'greeting', functionVersion: '$LATEST' };

/** A function with version 1, and an alias that Pulumi made and a release moved there. */
async function releasedAlias(bench: Workbench) {
  await makeFunction(bench);
  const made = await bench.make(type, asked);
  const { lambda } = bench.clients;
  await lambda.send(new PublishVersionCommand({ FunctionName: 'greeting' }));
  await lambda.send(
    new UpdateAliasCommand({ ...key, FunctionVersion: '1', Description: 'journal' }),
  );
  return made;
}

test('an alias has its ARN as id, and the ARN that API Gateway calls it by', async (t) => {
  const bench = await startWorkbench(t);
  await makeFunction(bench);
  const { id, state } = await bench.make(type, asked);
  t.is(id, 'arn:aws:lambda:eu-west-1:123456789012:function:greeting:PROD');
  t.like(state, {
    arn: id,
    invokeArn: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${id}/invocations`,
    functionVersion: '$LATEST',
  });
});

test('an alias that a release moved is no change for the same program, before and after a refresh', async (t) => {
  const bench = await startWorkbench(t);
  const made = await releasedAlias(bench);
  t.deepEqual(await bench.changes(made, asked, ['functionVersion', 'description']), []);
  const refreshed = await bench.refresh(made);
  t.like(refreshed?.state, { functionVersion: '1', description: 'journal' });
  t.deepEqual(
    refreshed && (await bench.changes(refreshed, asked, ['functionVersion', 'description'])),
    [],
  );
});

test('as with the official provider, an edited description moves the alias back to the version in state (trap D1)', async (t) => {
  const bench = await startWorkbench(t);
  const made = await releasedAlias(bench);
  await bench.edit(made, { ...asked, description: 'edited' }, ['functionVersion']);
  const live = await bench.clients.lambda.send(new GetAliasCommand(key));
  t.is(live.FunctionVersion, '$LATEST');
  t.is(live.Description, 'edited');
});

test('as with the official provider, a description in state that the program does not give is taken away, unless it is ignored', async (t) => {
  const bench = await startWorkbench(t);
  const refreshed = await bench.refresh(await releasedAlias(bench));
  t.deepEqual(refreshed && (await bench.changes(refreshed, asked, ['functionVersion'])), [
    'description',
  ]);
});

test('an update clears weights that the program does not give', async (t) => {
  const bench = await startWorkbench(t);
  const { lambda } = bench.clients;
  await makeFunction(bench);
  await lambda.send(new PublishVersionCommand({ FunctionName: 'greeting' }));
  const made = await bench.make(type, { ...asked, functionVersion: '1' });
  await bench.edit(made, { ...asked, functionVersion: '1', description: 'x' });
  const live = await lambda.send(new GetAliasCommand(key));
  t.deepEqual(live.RoutingConfig?.AdditionalVersionWeights ?? {}, {});
});

test('another function or another name makes another alias', async (t) => {
  const bench = await startWorkbench(t);
  await makeFunction(bench);
  const { urn, id, state } = await bench.make(type, asked);
  const change = { urn, id, state, ignoreChanges: [] };
  const renamed = await bench.provider.diff({ ...change, asked: { ...asked, name: 'LIVE' } });
  t.deepEqual(renamed.replaces, ['name']);
  t.false(renamed.deleteBeforeReplace);
  const moved = await bench.provider.diff({
    ...change,
    asked: { ...asked, functionName: 'other' },
  });
  t.deepEqual(moved.replaces, ['functionName']);
  t.true(moved.deleteBeforeReplace, 'a fixed name is taken as long as the old alias is there');
});

test("an alias that exists already is AWS's own error, and not adopted", async (t) => {
  const bench = await startWorkbench(t);
  await makeFunction(bench);
  await bench.clients.lambda.send(new CreateAliasCommand({ ...key, FunctionVersion: '$LATEST' }));
  await t.throwsAsync(bench.make(type, asked), {
    message:
      /^creating Lambda alias "PROD" \(it\): ResourceConflictException: Alias already exists/,
  });
});

test('an alias whose creation was answered by a lost connection is not adopted either', async (t) => {
  const bench = await startWorkbench(t);
  await makeFunction(bench);
  bench.aws.faults.replace([{ operation: 'CreateAlias', call: 1, kind: 'dropAfter' }]);
  await t.throwsAsync(bench.make(type, asked), { message: /Alias already exists/ });
});

for (const id of [
  'greeting/PROD',
  'greeting:PROD',
  'arn:aws:lambda:eu-west-1:123456789012:function:greeting:PROD',
]) {
  test(`an alias is imported as ${id}`, async (t) => {
    const bench = await startWorkbench(t);
    await makeFunction(bench);
    const { urn, state } = await bench.make(type, asked);
    const live = await bench.provider.read({ urn, id, state: {} }, {});
    t.is(live?.id, 'arn:aws:lambda:eu-west-1:123456789012:function:greeting:PROD');
    t.deepEqual(live?.properties, state);
    t.deepEqual(live?.inputs, asked);
  });
}

test('an alias that is gone is gone on refresh, and no error to delete', async (t) => {
  const bench = await startWorkbench(t);
  await makeFunction(bench);
  const made = await bench.make(type, asked);
  await bench.provider.delete(made);
  t.is(await bench.refresh(made), undefined);
  await t.notThrowsAsync(bench.provider.delete(made));
});
