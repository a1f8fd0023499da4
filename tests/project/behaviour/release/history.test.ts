import { DescribeLogStreamsCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import test, { type ExecutionContext } from 'ava';
import { releaseLogGroup } from '../../../../stack/names.ts';
import { readHistory } from '../../../../runner/history/entries.ts';
import { startRelease } from './_child.ts';
import { runFailingRelease, runRelease } from './_release.ts';
import { runRollback } from './_rollback.ts';
import { createStack, functionName, handlerSaying, type TestStack } from './_stack.ts';
import { endless, red } from './_tier-commands.ts';

const logGroupName = releaseLogGroup(functionName);

function history({ clients }: TestStack, limit = 100) {
  return readHistory(clients, functionName, limit);
}

async function releaseSaying(t: ExecutionContext, stack: TestStack, text: string) {
  await runRelease(t, stack, { bundle: await handlerSaying(t, text), id: text });
}

test.serial(
  'releases and rollbacks are listed newest first, with what became of them',
  async (t) => {
    const stack = await createStack(t);
    await releaseSaying(t, stack, 'one');
    await releaseSaying(t, stack, 'two');
    await runFailingRelease(t, stack, {
      bundle: await handlerSaying(t, 'three'),
      id: 'three',
      tiers: { api: red },
    });
    await runRollback(t, stack, { id: 'back' });
    const entries = await history(stack);
    t.deepEqual(
      entries.map(({ release, kind, version, targets, putBack, outcome }) => ({
        release,
        kind,
        version,
        targets,
        putBack,
        outcome,
      })),
      [
        {
          release: 'back',
          kind: 'rollback',
          version: '2',
          targets: ['prod'],
          putBack: [],
          outcome: 'rolled back',
        },
        {
          release: 'three',
          kind: 'release',
          version: '4',
          targets: [],
          putBack: ['stage'],
          outcome: 'red',
        },
        {
          release: 'two',
          kind: 'release',
          version: '3',
          targets: ['stage', 'prod'],
          putBack: [],
          outcome: 'released',
        },
        {
          release: 'one',
          kind: 'release',
          version: '2',
          targets: ['stage', 'prod'],
          putBack: [],
          outcome: 'released',
        },
      ],
    );
    t.true(entries.every(({ who, deployment }) => who?.startsWith('arn:') && deployment));
    const digests = entries.map(({ codeSha256 }) => codeSha256);
    t.true(digests.every((digest) => digest?.length === 44));
    t.is(digests[0], digests[3], 'a rollback tells the code that it brought back');
    t.is(new Set(digests).size, 3);
  },
);

test.serial('a release that has nothing to do leaves no trace', async (t) => {
  const stack = await createStack(t);
  const bundle = await handlerSaying(t, 'one');
  await runRelease(t, stack, { bundle });
  await runRelease(t, stack, { bundle });
  t.is((await history(stack)).length, 1);
});

test.serial('a release is running, and once it is killed, interrupted', async (t) => {
  const stack = await createStack(t);
  const child = await startRelease(t, stack, {
    bundle: await handlerSaying(t, 'one'),
    id: 'killed',
    apiTier: endless,
  });
  child.begin();
  await child.reached('api-tier-stage');
  const outcomes = async () => (await history(stack)).map(({ outcome }) => outcome);
  t.deepEqual(await outcomes(), ['running']);
  child.kill('SIGKILL');
  await child.ended();
  t.deepEqual(await outcomes(), ['interrupted']);
});

test.serial('it reads all streams and pages, and no more than is asked for', async (t) => {
  const stack = await createStack(t);
  await releaseSaying(t, stack, 'one');
  const { logs } = stack.clients;
  const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  const logStreamName = logStreams[0]?.logStreamName;
  const many = 2500;
  const start = Date.now();
  const events = Array.from({ length: many }, (_, index) => ({
    timestamp: start,
    message: JSON.stringify({
      event: 'started',
      release: `r${String(index)}`,
      kind: 'release',
      who: 'arn:x',
    }),
  }));
  const put = { logGroupName, logStreamName, logEvents: events };
  await logs.send(new PutLogEventsCommand(put));
  const all = await history(stack, 10_000);
  t.is(all.length, many + 1);
  t.is(new Set(all.map(({ release }) => release)).size, many + 1);
  t.is(all[0]?.release, `r${String(many - 1)}`);
  t.is(all.at(-1)?.release, 'one');
  stack.aws.calls.clear();
  t.is((await history(stack, 10)).length, 10);
  const pages = stack.aws.calls.list().filter(({ operation }) => operation === 'GetLogEvents');
  t.is(pages.length, 1);
});

test.serial('an event that was written twice, as its answer was lost, counts once', async (t) => {
  const stack = await createStack(t);
  stack.aws.faults.replace(
    [1, 4].map((call) => ({ operation: 'PutLogEvents', call, kind: 'dropAfter' as const })),
  );
  await releaseSaying(t, stack, 'one');
  await releaseSaying(t, stack, 'two');
  stack.aws.faults.clear();
  const entries = await history(stack);
  t.deepEqual(
    entries.map(({ release, outcome }) => [release, outcome]),
    [
      ['two', 'released'],
      ['one', 'released'],
    ],
  );
});

test.serial('lines that it did not write are passed over', async (t) => {
  const stack = await createStack(t);
  await releaseSaying(t, stack, 'one');
  const { logs } = stack.clients;
  const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  const logStreamName = logStreams[0]?.logStreamName;
  const logEvents = [{ timestamp: Date.now(), message: 'by hand' }];
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  t.is((await history(stack)).length, 1);
});

test.serial(
  'a history that cannot be written is a warning, and the release succeeds',
  async (t) => {
    const stack = await createStack(t);
    await stack.clients.logs.send(new DeleteLogGroupCommand({ logGroupName }));
    const notes: string[] = [];
    const { outcome } = await runRelease(t, stack, {
      bundle: await handlerSaying(t, 'one'),
      onEvent: (event) => {
        notes.push(...(event.kind === 'note' ? [event.text] : []));
      },
    });
    t.is(outcome, 'released');
    t.true(notes.some((text) => text.includes('could not be written into the history')));
    t.deepEqual(await history(stack), []);
  },
);
