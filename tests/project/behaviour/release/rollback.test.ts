import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import {
  DeleteAliasCommand,
  DeleteFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import test, { type ExecutionContext } from 'ava';
import type { Bundle } from '../../../../bundler/bundle.ts';
import { formatJournal, parseJournal } from '../../../../stack/journal.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { releaseBoth, runFailingRollback, runRollback } from './_rollback.ts';
import { quickRollout } from './_rollout.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { red } from './_tier-commands.ts';

let code: Bundle | undefined;

/** Releases an API definition with the same code as before. */
async function releaseApi(t: ExecutionContext, stack: TestStack, name: string) {
  code ??= await handlerSaying(t, 'same');
  const deploymentId = await stack.deployApi((body) => body.replaceAll("'no-store'", `'${name}'`));
  await runRelease(t, stack, { bundle: code, deploymentId });
}

async function releaseCode(t: ExecutionContext, stack: TestStack, greeting: string) {
  const bundle = await handlerSaying(t, greeting);
  await runRelease(t, stack, { bundle });
  return bundle;
}

test.serial('a rollback takes the last target to the pair before, and no other', async (t) => {
  const stack = await createStack(t);
  const first = await releaseBoth(t, stack, 'one');
  const second = await releaseBoth(t, stack, 'two');
  const { moved, targets } = await runRollback(t, stack);
  t.deepEqual(moved[0]?.from, { version: '3', deployment: second });
  t.is(targets[0]?.alias.version, '2');
  t.is(await stack.ask('prod'), `200 one 2@${first}`);
  t.is(await stack.ask('stage'), `200 two 3@${second}`);
  t.regex((await stack.alias('PROD')).description, /^accepted 2@\w+ after 1@\w+ by /);
  t.is((await stack.alias('RELEASE')).description, 'free');
});

test.serial('a second rollback goes on to the pair before that', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two', 'three']) {
    await releaseCode(t, stack, greeting);
  }
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 two 3@/);
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('--to picks the newest recorded pair of a version, and skips others', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two', 'three']) {
    await releaseCode(t, stack, greeting);
  }
  await runRollback(t, stack, { to: '2' });
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  const refused = await runFailingRollback(t, stack, { to: '3' });
  t.is(refused.status, 2);
  t.regex(refused.message, /no pair with version 3 is recorded/);
});

/** What is read is asked for at the same time. */
const ofAlias = ['GetStage', 'UpdateAlias'];
const ofStage = ['UpdateAlias', 'GetAlias GetStage', 'UpdateStage'];

function inTurns(operations: readonly string[]): string[] {
  const turns: string[] = [];
  for (const operation of operations) {
    const last = turns.at(-1);
    if (operation.startsWith('Get') && last?.startsWith('Get') === true) {
      const asked = new Set([...last.split(' '), operation]);
      turns.splice(-1, 1, [...asked].sort().join(' '));
    } else {
      turns.push(operation);
    }
  }
  return turns;
}

for (const [title, release, expected, switches] of [
  ['code', releaseCode, ofAlias, 0],
  ['an API definition', releaseApi, ofStage, 1],
  ['code and API definition', releaseBoth, ofStage, 1],
] as const) {
  test.serial(
    `traffic is back within three turns of calls from the lock on: ${title}`,
    async (t) => {
      const stack = await createStack(t);
      await release(t, stack, 'one');
      await release(t, stack, 'two');
      let held = 0;
      let moved = 0;
      await runRollback(t, stack, {
        onEvent: (event) => {
          const calls = stack.aws.calls.list().length;
          held = event.kind === 'step-ended' && event.step === 'lock' ? calls : held;
          moved = event.kind === 'step-ended' && event.step === 'go-back-prod' ? calls : moved;
        },
      });
      // The history is written beside it (PutLogEvents), and traffic does not wait for that.
      const moving = stack.aws.calls
        .list()
        .slice(held, moved)
        .filter(({ service }) => service !== 'logs')
        .map(({ operation }) => operation);
      t.deepEqual(inTurns(moving).slice(0, expected.length), expected);
      t.is(moving.filter((operation) => operation === 'UpdateStage').length, switches);
    },
  );
}

test.serial('no request during a rollback gets a mixed answer', async (t) => {
  const stack = await createStack(t);
  const first = await releaseBoth(t, stack, 'one');
  const second = await releaseBoth(t, stack, 'two');
  const answers = new Set<string>();
  const over = new AbortController();
  const load = (async () => {
    while (!over.signal.aborted) {
      answers.add(await stack.ask('prod'));
    }
  })();
  await runRollback(t, stack);
  over.abort();
  await load;
  t.deepEqual([...answers].sort(), [`200 one 2@${first}`, `200 two 3@${second}`]);
});

test.serial('a rollback runs no test of today against the code of yesterday', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  await releaseCode(t, stack, 'two');
  const seen: string[] = [];
  const onEvent = (event: ReleaseEvent) => {
    seen.push(event.kind === 'step-ended' ? event.step : '');
  };
  await runRollback(t, stack, { tiers: { api: red }, onEvent });
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  t.true(seen.includes('ready-prod'));
  t.false(seen.includes('api-tier-prod'));
  t.true(seen.includes('alarms-prod'));
});

test.serial('alarms that cannot be read decide nothing', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  await releaseCode(t, stack, 'two');
  const details: string[] = [];
  stack.aws.faults.replace([{ operation: 'monitoring:DescribeAlarms', kind: 'fail' }]);
  const { moved } = await runRollback(t, stack, {
    targets: { prod: { rollout: quickRollout({ alarms: ['orders'] }) } },
    onEvent(event) {
      if (event.kind === 'step-ended' && event.step === 'alarms-prod') {
        details.push(event.detail);
      }
    },
  });
  t.is(moved.length, 1);
  t.deepEqual(
    details.map((detail) => detail.replace(/ \(.*/, '')),
    ['they cannot be read'],
  );
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('with --test and the api tier red, traffic stays back, and exit is 1', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  await releaseCode(t, stack, 'two');
  const failure = await runFailingRollback(t, stack, { tiers: { api: red }, isTested: true });
  t.is(failure.status, 1);
  t.regex(failure.message, /api tier is red.*stays on 2@\w+.*Serving now: prod 2@\w+\. Next: /);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  t.regex((await stack.alias('PROD')).description, /^accepted 2@/);
});

test.serial('the next release of the same inputs does not undo a rollback unasked', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  const bundle = await releaseCode(t, stack, 'two');
  await runRollback(t, stack, { id: 'the-rollback' });
  const refused = await runFailingRelease(t, stack, { bundle });
  t.is(refused.status, 2);
  t.regex(refused.message, /prod was rolled back from 3@\w+ by the-rollback.* --again$/);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  const { outcome } = await runRelease(t, stack, { bundle, isAgain: true });
  t.is(outcome, 'released');
  t.regex(await stack.ask('prod'), /^200 two 3@/);
});

test.serial('a red release after a rollback does not make it forgotten', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  const bundle = await releaseCode(t, stack, 'two');
  await runRollback(t, stack);
  const onProd = `node --eval process.exitCode=process.env.API_URL.endsWith("prod")?1:0`;
  await runFailingRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    tiers: { api: onProd },
  });
  t.regex((await stack.alias('PROD')).description, /rolled back from 3@/);
  // On the way through the stage, which serves three now, the same code becomes version 5.
  await runRelease(t, stack, { bundle });
  t.regex(await stack.ask('prod'), /^200 two 5@/);
});

test.serial('changed code is released as ever after a rollback', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  await releaseCode(t, stack, 'two');
  await runRollback(t, stack);
  await releaseCode(t, stack, 'three');
  t.regex(await stack.ask('prod'), /^200 three 4@/);
  await runRollback(t, stack);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('an alias that was deleted is told, with how it is made again', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  await releaseCode(t, stack, 'two');
  const prod = { FunctionName: functionName, Name: 'PROD' };
  await stack.clients.lambda.send(new DeleteAliasCommand(prod));
  const failed = await runFailingRollback(t, stack);
  t.is(failed.status, 3);
  t.regex(failed.message, /^The alias PROD of greeting was deleted\. .*\(aws lambda create-alias /);
});

test.serial('a target that served nothing but the placeholder stays, unless told so', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  const refused = await runFailingRollback(t, stack);
  t.is(refused.status, 2);
  t.regex(refused.message, /would take it offline/);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
});

test.serial('a pair whose version was deleted is refused before anything moves', async (t) => {
  const stack = await createStack(t);
  await releaseCode(t, stack, 'one');
  await releaseCode(t, stack, 'two');
  const { lambda } = stack.clients;
  const gone = { FunctionName: functionName, Qualifier: '2' };
  await lambda.send(new DeleteFunctionCommand(gone));
  const refused = await runFailingRollback(t, stack);
  t.is(refused.status, 2);
  t.regex(refused.message, /version 2 was deleted/);
  t.regex(await stack.ask('prod'), /^200 two 3@/);
});

test.serial('an alias that a person moves meanwhile is left alone', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two', 'three']) {
    await releaseCode(t, stack, greeting);
  }
  const moved: Promise<unknown>[] = [];
  const failure = await runFailingRollback(t, stack, {
    onEvent: (event) => {
      if (event.kind === 'step-started' && event.step === 'lock') {
        const byHand = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '2' };
        moved.push(stack.clients.lambda.send(new UpdateAliasCommand(byHand)));
      }
    },
  });
  await Promise.all(moved);
  t.is(failure.status, 4);
  t.regex(await stack.ask('prod'), /^200 one 2@/);
  t.is((await stack.alias('RELEASE')).description, 'free');
});

test.serial('after a move by hand it asks which version is meant', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two']) {
    await releaseCode(t, stack, greeting);
  }
  const byHand = { FunctionName: functionName, Name: 'PROD', FunctionVersion: '1' };
  await stack.clients.lambda.send(new UpdateAliasCommand(byHand));
  const refused = await runFailingRollback(t, stack);
  t.is(refused.status, 2);
  t.regex(refused.message, /moved to 1@\w+ by hand.*--to 3/);
  await runRollback(t, stack, { to: '3' });
  t.regex(await stack.ask('prod'), /^200 two 3@/);
});

test.serial('a stage that a person moved is not overwritten unasked', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two']) {
    await releaseCode(t, stack, greeting);
  }
  const value = await stack.deployApi();
  await stack.clients.apigateway.send(
    new UpdateStageCommand({
      restApiId: stack.outputs.restApiId,
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/deploymentId', value }],
    }),
  );
  const refused = await runFailingRollback(t, stack);
  t.is(refused.status, 2);
  t.is(await stack.ask('prod'), `200 two 3@${value}`);
});

test.serial('a rollback while a release holds the lock stops and changes nothing', async (t) => {
  const stack = await createStack(t);
  for (const greeting of ['one', 'two']) {
    await releaseCode(t, stack, greeting);
  }
  const rollbacks: Promise<{ readonly status: number }>[] = [];
  await runRelease(t, stack, {
    bundle: await handlerSaying(t, 'three'),
    tiers: { lambda: 'node --eval setTimeout(()=>0,7000)' },
    onEvent: (event) => {
      if (event.kind === 'step-started' && event.step === 'lambda-tier') {
        rollbacks.push(runFailingRollback(t, stack));
      }
    },
  });
  t.deepEqual(
    (await Promise.all(rollbacks)).map(({ status }) => status),
    [4],
  );
  t.regex(await stack.ask('prod'), /^200 three 4@/);
});

test('a journal keeps within what Lambda takes for a description', (t) => {
  const pair = { version: '1234567', deployment: 'abcdef' };
  const many = Array.from({ length: 9 }, () => pair);
  const release = '20261123T051512-1f0c';
  const by = 'rollback';
  const text = formatJournal({
    ...{ state: 'accepted', pair, before: many, rolledBack: many, by, release },
  });
  t.true(text.length <= 256, String(text.length));
  t.is(parseJournal(text)?.before.length, 5);
  t.is(parseJournal(text)?.rolledBack?.length, 3);
});
