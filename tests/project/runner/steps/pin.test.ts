import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { placeholderDescription } from '../../../../runner/aws/code-change.ts';
import { findVersion, getFunction } from '../../../../runner/aws/function.ts';
import { EnvironmentError } from '../../../../runner/errors.ts';
import { formatNext } from '../../../../runner/report/message.ts';
import { pinAliases } from '../../../../runner/steps/pin.ts';
import { Propagation } from '../../../../runner/traffic/propagation.ts';
import { hasAccepted, readTargets, type Target } from '../../../../runner/traffic/target.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { createStack, functionName, type TestStack } from '../../behaviour/release/_stack.ts';
import { openStand } from '../_stand.ts';

async function pin(t: ExecutionContext, stack: TestStack) {
  const context = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const read = () => readTargets(context.clients, stack.outputs, ['stage', 'prod']);
  const step = pinAliases(context, stack.outputs, await read());
  const pinned = await step.run();
  return { context, read, pinned, detail: step.detail?.(pinned) };
}

const versionsOf = (targets: readonly Target[]) =>
  targets.map(({ alias, standby }) => [alias.version, standby.version]);

test('in the first release all aliases are pinned to the placeholder, which is accepted', async (t) => {
  const stack = await createStack(t);
  const { context, read, pinned, detail } = await pin(t, stack);
  t.is(detail, 'stage, prod');
  t.deepEqual(versionsOf(pinned), [
    ['1', '1'],
    ['1', '1'],
  ]);
  t.deepEqual(await read(), [...pinned]);
  const version = await findVersion(context.clients.lambda, functionName, '1');
  t.is(version?.Description, placeholderDescription);
  const pair = { version: '1', deployment: stack.outputs.deploymentId };
  t.true(pinned.every((target) => hasAccepted(target, pair)));
});

test('aliases that are pinned are left alone', async (t) => {
  const { stack } = await openStand(t, { versions: 1 });
  stack.aws.calls.clear();
  const { pinned, detail, read } = await pin(t, stack);
  t.is(detail, 'all are');
  t.deepEqual(await read(), [...pinned]);
  t.false(stack.aws.calls.list().some(({ operation }) => /^(Update|Publish)/.test(operation)));
});

test('a new target is pinned to what the last target serves, and not to $LATEST', async (t) => {
  const { stack, clients } = await openStand(t);
  const latest = { FunctionName: functionName, Name: 'STAGE', FunctionVersion: '$LATEST' };
  await stack.clients.lambda.send(new UpdateAliasCommand(latest));
  t.not(
    (await getFunction(clients.lambda, functionName, '$LATEST')).CodeSha256,
    (await getFunction(clients.lambda, functionName, '1')).CodeSha256,
  );
  const { pinned, detail } = await pin(t, stack);
  t.is(detail, 'stage');
  t.deepEqual(versionsOf(pinned), [
    ['1', '1'],
    ['1', '1'],
  ]);
  t.is(await findVersion(clients.lambda, functionName, '3'), undefined, 'no version is made');
});

test('of several targets that are pinned, the last one decides', async (t) => {
  const { stack, clients } = await openStand(t);
  const latest = { FunctionName: functionName, Name: 'STAGE', FunctionVersion: '$LATEST' };
  await stack.clients.lambda.send(new UpdateAliasCommand(latest));
  const context = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const [stage, prod] = await readTargets(clients, stack.outputs, ['stage', 'prod']);
  if (stage === undefined || prod === undefined) {
    return t.fail();
  }
  const first = { ...prod, name: 'first', alias: { ...prod.alias, version: '2' } };
  const pinned = await pinAliases(context, stack.outputs, [first, stage, prod]).run();
  t.is(pinned[1]?.alias.version, '1');
});

test('one that a person pointed at $LATEST goes back to what it accepted', async (t) => {
  const journal = 'accepted 1@old after nothing by release r0';
  const { stack } = await openStand(t, { versions: 2, journal });
  const { lambda } = stack.clients;
  const prod = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '$LATEST' };
  await lambda.send(new UpdateAliasCommand(prod));
  const stage = { FunctionName: functionName, Name: 'STAGE', FunctionVersion: '2' };
  await lambda.send(new UpdateAliasCommand(stage));
  const before = await stack.alias('PROD');
  const { pinned, detail, read } = await pin(t, stack);
  t.is(detail, 'prod');
  t.deepEqual(versionsOf(pinned)[1]?.[0], '1');
  t.deepEqual(await read(), [...pinned]);
  t.deepEqual(await stack.alias('PROD'), { ...before, version: '1' });
});

test('one that a person made again at $LATEST is left: nothing tells what it served', async (t) => {
  const journal = 'accepted 1@old after 2@old by release r0';
  const { stack } = await openStand(t, { versions: 2, journal });
  const made = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '$LATEST' };
  await stack.clients.lambda.send(new UpdateAliasCommand({ ...made, Description: '' }));
  const before = await stack.alias('PROD');
  const refusal = await t.throwsAsync(pin(t, stack), { instanceOf: EnvironmentError });
  t.is(
    refusal.message,
    'The alias PROD of greeting points at $LATEST, and nothing tells what it served',
  );
  t.regex(formatNext(refusal.next, 'local'), /update-alias .* --name PROD .*: npm run release$/);
  t.deepEqual(await stack.alias('PROD'), before);
});

test('what a first release pinned that was killed in between is gone on with', async (t) => {
  const stack = await createStack(t);
  const { context, read } = await pin(t, stack);
  const latest = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '$LATEST' };
  await stack.clients.lambda.send(new UpdateAliasCommand({ ...latest, Description: '' }));
  await pinAliases(context, stack.outputs, await read()).run();
  t.deepEqual(versionsOf(await read()), [
    ['1', '1'],
    ['1', '1'],
  ]);
});

test('a dry run tells what it would pin', async (t) => {
  const stack = await createStack(t);
  const context = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const targets = await readTargets(context.clients, stack.outputs, ['stage', 'prod']);
  const { planned } = pinAliases(context, stack.outputs, targets);
  t.is(planned?.detail, 'would pin stage, prod');
  t.is(planned?.result, targets);
});

for (const [title, isPinnedAlready] of [
  ['that was pinned just now', false],
  ['that a release which was killed had pinned', true],
] as const) {
  test(`before $LATEST changes, no host calls it any more by an alias ${title}`, async (t) => {
    const stack = await createStack(t);
    const before = isPinnedAlready ? await pin(t, stack) : undefined;
    const waits: string[] = [];
    const propagation = new Propagation(
      { alias: 100, stage: 0, read: 0 },
      { onWait: ({ what }) => waits.push(what), sleep: () => Promise.resolve() },
    );
    const made = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
    const context = { ...made, writers: { ...made.writers, propagation } };
    const targets = await readTargets(context.clients, stack.outputs, ['stage', 'prod']);
    t.is(
      before === undefined,
      targets.every(({ alias }) => alias.version === '$LATEST'),
    );
    await pinAliases(context, stack.outputs, targets).run();
    t.deepEqual(waits.sort(), ['every host knows alias PROD', 'every host knows alias STAGE']);
  });
}

test('an alias that a release promoted before waits for nothing', async (t) => {
  const journal = 'accepted 2@old after 1@old by release r0';
  const { stack } = await openStand(t, { versions: 2, journal });
  const made = createContext(t, stack, { bundle: { zip: Buffer.alloc(0), codeSha256: '' } });
  const propagation = new Propagation(
    { alias: 100, stage: 100, read: 0 },
    { onWait: () => t.fail('it waits') },
  );
  const context = { ...made, writers: { ...made.writers, propagation } };
  const targets = await readTargets(context.clients, stack.outputs, ['stage', 'prod']);
  t.is(await pinAliases(context, stack.outputs, targets).run(), targets);
});
