import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import { startWorkbench, type Workbench } from '../_helpers/provider-on.ts';
import { makeFunction } from '../_helpers/programs.ts';

const type = 'aws:lambda/permission:Permission';
const sourceArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/prod/*';
const asked = {
  action: 'lambda:InvokeFunction',
  function: 'greeting',
  principal: 'apigateway.amazonaws.com',
  qualifier: 'PROD',
  sourceArn,
};

async function makeAliases(bench: Workbench): Promise<void> {
  await makeFunction(bench);
  for (const name of ['STAGE', 'PROD']) {
    await bench.make(
      'aws:lambda/alias:Alias',
      { name, functionName: 'greeting', functionVersion: '$LATEST' },
      name,
    );
  }
}

test('a permission is a statement in the policy of its alias, and of nothing else', async (t) => {
  const bench = await startWorkbench(t);
  await makeAliases(bench);
  const made = await bench.make(type, asked, 'prod');
  t.regex(made.id, /^prod-[0-9a-f]{7}$/);
  t.like(made.state, { ...asked, statementId: made.id });
  t.deepEqual(await bench.changes(made, made.inputs), []);
  t.deepEqual((await bench.refresh(made))?.inputs, made.inputs);
  await t.throwsAsync(
    bench.clients.lambda.send(new GetPolicyCommand({ FunctionName: 'greeting' })),
    { name: 'ResourceNotFoundException' },
  );
});

test('whatever changes, a permission is replaced; with a made statement id the new one comes first', async (t) => {
  const bench = await startWorkbench(t);
  await makeAliases(bench);
  const made = await bench.make(type, asked);
  for (const [name, value] of Object.entries({
    sourceArn: `${sourceArn}/GET`,
    qualifier: 'STAGE',
  })) {
    const difference = await bench.provider.diff({
      ...made,
      asked: { ...made.inputs, [name]: value },
      ignoreChanges: [],
    });
    t.deepEqual(difference.replaces, [name]);
    t.false(difference.deleteBeforeReplace);
  }
});

test('permissions that are made at the same time are added one after another, and all are there', async (t) => {
  const bench = await startWorkbench(t);
  await makeAliases(bench);
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all(names.map((name) => bench.make(type, asked, name)));
  const { Policy } = await bench.clients.lambda.send(
    new GetPolicyCommand({ FunctionName: 'greeting', Qualifier: 'PROD' }),
  );
  t.is(Policy?.match(/"Sid"/g)?.length, names.length);
});

test('a permission is imported by function, alias and statement', async (t) => {
  const bench = await startWorkbench(t);
  await makeAliases(bench);
  const { urn, id, state } = await bench.make(type, { ...asked, statementId: 'prod' });
  const live = await bench.provider.read({ urn, id: `greeting:PROD/${id}`, state: {} }, {});
  t.is(live?.id, 'prod');
  t.like(live?.properties, { sourceArn, statementId: state.statementId });
});

test('a permission that is gone, with its alias or alone, is gone on refresh and no error to delete', async (t) => {
  const bench = await startWorkbench(t);
  await makeAliases(bench);
  const made = await bench.make(type, asked);
  await bench.provider.delete(made);
  t.is(await bench.refresh(made), undefined);
  await t.notThrowsAsync(bench.provider.delete(made));
});
