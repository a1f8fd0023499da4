import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import { runFailingRelease, runRelease } from './_release.ts';
import { runFailingRollback, runRollback } from './_rollback.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

async function releaseSaying(t: ExecutionContext, stack: TestStack, text: string): Promise<void> {
  await runRelease(t, stack, { bundle: await handlerSaying(t, text) });
}

async function moveByHand({ clients }: TestStack, version: string): Promise<void> {
  const byHand = { FunctionName: functionName, Name: 'PROD', FunctionVersion: version };
  await clients.lambda.send(new UpdateAliasCommand(byHand));
}

/** `one` is version 2, `two` is 3; a person makes prod serve 4, `bad`, which a gate refused. */
async function releaseAndMove(t: ExecutionContext): Promise<TestStack> {
  const stack = await createStack(t);
  await releaseSaying(t, stack, 'one');
  await releaseSaying(t, stack, 'two');
  await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'bad'),
    tiers: { lambda: red },
  });
  await moveByHand(stack, '4');
  return stack;
}

test.serial('a pair that a person made is not what a rollback goes back to', async (t) => {
  const stack = await releaseAndMove(t);
  await releaseSaying(t, stack, 'three');
  t.regex(await stack.ask('prod'), /^200 three 5@/);
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 two 3@/);
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('a red release puts back what a person made, and does not call it good', async (t) => {
  const stack = await releaseAndMove(t);
  const failure = await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    tiers: { api: `node -e process.exit(Number(process.env.API_URL.endsWith("prod")))` },
  });
  t.is(failure.status, 1);
  t.deepEqual(failure.putBack, ['prod']);
  t.is((await stack.alias('PROD')).version, '4');
  t.regex((await stack.alias('PROD')).description, /^accepted 3@\w+ after 2@/);
  await releaseSaying(t, stack, 'four');
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 two 3@/);
});

test.serial(
  'what a person points at $LATEST never takes over what waits for approval',
  async (t) => {
    const stack = await createStack(t);
    await releaseSaying(t, stack, 'one');
    const targets = { prod: { approval: 'required' as const } };
    await runRelease(t, stack, { bundle: await handlerSaying(t, 'two'), targets });
    await moveByHand(stack, '$LATEST');
    const report = await runRelease(t, stack, { bundle: await handlerSaying(t, 'three'), targets });
    t.is(report.outcome, 'waiting for approval');
    t.regex(await stack.ask('prod'), /^200 one 2@/);
    t.regex((await stack.alias('PROD')).description, /^accepted 2@\w+ after 1@/);
  },
);

test.serial(
  'what is released once more over a move by hand stands in the journal once',
  async (t) => {
    const stack = await createStack(t);
    await releaseSaying(t, stack, 'one');
    const bundle = await handlerSaying(t, 'two');
    await runRelease(t, stack, { bundle });
    await moveByHand(stack, '2');
    await runRelease(t, stack, { bundle });
    t.regex(await stack.ask('prod'), /^200 two 3@/);
    t.regex((await stack.alias('PROD')).description, /^accepted 3@\w+ after 2@\w+, 1@\w+ by /);
  },
);

test.serial('only --ungated goes back to a pair that no gate saw', async (t) => {
  const stack = await releaseAndMove(t);
  const bundle = await handlerSaying(t, 'three');
  await runRelease(t, stack, { bundle });
  const refused = await runFailingRollback(t, stack, { to: '4' });
  t.is(refused.status, 2);
  t.regex(refused.message, /no pair with version 4 is recorded/);
  await runRollback(t, stack, { to: '4', isUngated: true, id: 'to-ungated' });
  t.is((await stack.alias('PROD')).version, '4');
  t.regex((await stack.alias('PROD')).description, /^accepted 3@\w+ after 2@/);
  const again = await runFailingRelease(t, stack, { bundle });
  t.is(again.status, 2);
  t.regex(again.message, /was rolled back from 5@/);
});
