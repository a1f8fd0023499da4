import { GetAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test from 'ava';
import {
  createAlias,
  findAlias,
  isSameWeight,
  updateAlias,
  type AliasState,
} from '../../../../runner/aws/alias.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { openStand, type Stand } from '../_stand.ts';

async function read({ clients }: Stand): Promise<AliasState> {
  const alias = await findAlias(clients.lambda, functionName, 'PROD');
  if (alias === undefined) {
    throw new Error('There is no alias PROD');
  }
  return alias;
}

/** What a person would see in the console. */
async function live({ stack }: Stand) {
  const { FunctionVersion, RoutingConfig, Description } = await stack.clients.lambda.send(
    new GetAliasCommand({ FunctionName: functionName, Name: 'PROD' }),
  );
  return {
    version: FunctionVersion,
    weights: RoutingConfig?.AdditionalVersionWeights ?? {},
    description: Description,
  };
}

test('an alias is found by its name, or is not there', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  const found = await findAlias(clients.lambda, functionName, 'PROD');
  const { RevisionId } = await stack.clients.lambda.send(
    new GetAliasCommand({ FunctionName: functionName, Name: 'PROD' }),
  );
  t.like(found, { functionName, name: 'PROD', version: '1', revisionId: RevisionId });
  t.deepEqual(found?.weights, {});
  t.is(await findAlias(clients.lambda, functionName, 'DEMO'), undefined);
  t.is(await findAlias(clients.lambda, 'no-such-function', 'PROD'), undefined);
});

test('what AWS refuses for another reason is an error', async (t) => {
  const { clients, stack } = await openStand(t, { versions: 1 });
  stack.aws.faults.replace([{ operation: '*', kind: 'fail' }]);
  const change = { version: '1', description: '' };
  await t.throwsAsync(findAlias(clients.lambda, functionName, 'PROD'));
  await t.throwsAsync(createAlias(clients.lambda, functionName, 'DEMO', change));
});

test('an alias is made once', async (t) => {
  const { clients } = await openStand(t, { versions: 1 });
  const make = (description: string) =>
    createAlias(clients.lambda, functionName, 'DEMO', { version: '1', description });
  const made = await make('first');
  t.deepEqual(made, await findAlias(clients.lambda, functionName, 'DEMO'));
  t.is(await make('second'), undefined);
  t.is((await findAlias(clients.lambda, functionName, 'DEMO'))?.description, 'first');
});

test('a change moves the alias, says so, and clears weights that it does not ask for', async (t) => {
  const stand = await openStand(t);
  const { lambda } = stand.clients;
  const weighted = { version: '1', description: 'some', weights: { '2': 0.2 } };
  const shifted = await updateAlias(lambda, await read(stand), weighted);
  t.deepEqual(await live(stand), weighted);
  t.deepEqual(shifted, await read(stand));
  const moved = await updateAlias(lambda, shifted, { version: '2', description: 'all' });
  t.deepEqual(await live(stand), { version: '2', description: 'all', weights: {} });
  t.deepEqual(moved, await read(stand));
});

test('an alias that somebody else changed is left alone', async (t) => {
  const stand = await openStand(t);
  const before = await read(stand);
  await stand.stack.clients.lambda.send(
    new UpdateAliasCommand({ FunctionName: functionName, Name: 'PROD', Description: 'mine' }),
  );
  await t.throwsAsync(
    updateAlias(stand.clients.lambda, before, { version: '2', description: 'ours' }),
    { name: 'PreconditionFailedException' },
  );
  t.like(await live(stand), { version: '1', description: 'mine' });
});

test('a change whose answer was lost counts as made', async (t) => {
  const stand = await openStand(t);
  const before = await read(stand);
  stand.stack.aws.faults.replace([{ operation: 'UpdateAlias', call: 1, kind: 'dropAfter' }]);
  const change = { version: '1', description: 'some', weights: { '2': 0.07 } };
  const changed = await updateAlias(stand.clients.lambda, before, change);
  const refused = stand.stack.aws.calls
    .list()
    .filter(({ operation, status }) => operation === 'UpdateAlias' && status === 412);
  t.is(refused.length, 1, 'the second attempt met the first');
  t.deepEqual(changed, await read(stand));
  t.deepEqual(await live(stand), change);
});

const wanted = { version: '2', description: 'ours', weights: { '1': 0.2 } };

const others: Readonly<Record<string, Omit<typeof wanted, 'weights'> & { weights: object }>> = {
  'another version': { version: '3', description: 'ours', weights: { '1': 0.2 } },
  'another description': { version: '2', description: 'theirs', weights: { '1': 0.2 } },
  'another weight': { version: '2', description: 'ours', weights: { '1': 0.25 } },
  'a weight of another version': { version: '2', description: 'ours', weights: { '3': 0.2 } },
  'no weight': { version: '2', description: 'ours', weights: {} },
};

for (const [title, { version, description, weights }] of Object.entries(others)) {
  test(`${title} is what somebody else did, and no lost answer`, async (t) => {
    const stand = await openStand(t, { versions: 3 });
    const before = await read(stand);
    await stand.stack.clients.lambda.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: 'PROD',
        FunctionVersion: version,
        Description: description,
        RoutingConfig: { AdditionalVersionWeights: { ...weights } },
      }),
    );
    await t.throwsAsync(updateAlias(stand.clients.lambda, before, wanted), {
      name: 'PreconditionFailedException',
    });
  });
}

test('a weight that was rounded on its way is the same weight', (t) => {
  t.true(isSameWeight(0.1 + 0.2, 0.3));
  t.true(isSameWeight(undefined, 0));
  t.false(isSameWeight(0.3, 0.301));
  t.false(isSameWeight(0.001, undefined));
});
