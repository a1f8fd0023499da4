import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import fc from 'fast-check';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createGroup, createStream, eventsUntilNow, put } from './_groups.ts';

const hourMs = 3_600_000;

test('events are read back as they were sent, whatever characters they hold', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  const messages = [
    'plain',
    'two\nlines\n',
    '{"json": "\\"quoted\\""}',
    'emoji 🎉 \u2028 é',
    '\t ',
  ];
  const sent = eventsUntilNow(messages);
  await put(logs, stream, sent);
  const { events } = await logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
  t.deepEqual(
    events?.map(({ timestamp, message }) => ({ timestamp, message })),
    sent,
  );
});

test('reading forwards gives every event once and ends with the token that was sent', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  const messages = Array.from({ length: 25 }, (_, index) => `event ${String(index)}`);
  await put(logs, stream, eventsUntilNow(messages));
  const read: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < 10; page += 1) {
    const input: GetLogEventsCommandInput = { ...stream, startFromHead: true, limit: 10 };
    const answer = await logs.send(
      new GetLogEventsCommand(nextToken === undefined ? input : { ...input, nextToken }),
    );
    read.push(...(answer.events ?? []).map((event) => event.message ?? ''));
    if (answer.nextForwardToken === nextToken) {
      break;
    }
    nextToken = answer.nextForwardToken;
  }
  t.deepEqual(read, messages);

  const [late] = eventsUntilNow(['late']);
  await put(logs, stream, late === undefined ? [] : [late]);
  const more = await logs.send(
    new GetLogEventsCommand({ ...stream, startFromHead: true, nextToken }),
  );
  t.deepEqual(
    more.events?.map((event) => event.message),
    ['late'],
  );
});

test('without startFromHead the newest events come first, page by page backwards', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  await put(logs, stream, eventsUntilNow(['1', '2', '3', '4', '5']));
  const newest = await logs.send(new GetLogEventsCommand({ ...stream, limit: 2 }));
  const before = await logs.send(
    new GetLogEventsCommand({ ...stream, limit: 2, nextToken: newest.nextBackwardToken }),
  );
  t.deepEqual(
    [newest, before].map((page) => page.events?.map((event) => event.message)),
    [
      ['4', '5'],
      ['2', '3'],
    ],
  );
});

test('startTime is part of the range that is read, endTime is not', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  const now = Date.now();
  await put(
    logs,
    stream,
    [3, 2, 1].map((ago) => ({ timestamp: now - ago, message: String(ago) })),
  );
  const { events } = await logs.send(
    new GetLogEventsCommand({ ...stream, startTime: now - 3, endTime: now - 1 }),
  );
  t.deepEqual(
    events?.map((event) => event.message),
    ['3', '2'],
  );
});

test('a batch that is out of order, too long or too large is refused and writes nothing', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  const now = Date.now();
  const refused = [
    [
      { timestamp: now, message: 'b' },
      { timestamp: now - 1, message: 'a' },
    ],
    [
      { timestamp: now - 25 * hourMs, message: 'a' },
      { timestamp: now, message: 'b' },
    ],
    [{ timestamp: now, message: 'x'.repeat(1_048_576 - 25) }],
    [],
  ];
  for (const batch of refused) {
    await failsWith(t, () => put(logs, stream, batch), 'InvalidParameterException', 400);
  }
  const { events } = await logs.send(new GetLogEventsCommand(stream));
  t.deepEqual(events, []);
  await t.notThrowsAsync(
    put(logs, stream, [{ timestamp: now, message: 'x'.repeat(1_048_576 - 26) }]),
  );
});

test('events that are too old or too new are dropped, and the answer says which', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  const now = Date.now();
  const old = await put(logs, stream, [
    { timestamp: now - 14 * 24 * hourMs - hourMs, message: 'old' },
    { timestamp: now - 14 * 24 * hourMs + hourMs, message: 'kept' },
  ]);
  t.deepEqual(old.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1 });
  const fresh = await put(logs, stream, [
    { timestamp: now, message: 'kept too' },
    { timestamp: now + 3 * hourMs, message: 'new' },
  ]);
  t.deepEqual(fresh.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 1 });
  const { events } = await logs.send(new GetLogEventsCommand(stream));
  t.deepEqual(
    events?.map((event) => event.message),
    ['kept', 'kept too'],
  );
});

test('events cannot be put into a stream or group that does not exist', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const events = eventsUntilNow(['lost']);
  await failsWith(
    t,
    () => put(logs, { logGroupName, logStreamName: 'none' }, events),
    'ResourceNotFoundException',
    400,
    /log stream/,
  );
  await failsWith(
    t,
    () => put(logs, { logGroupName: `${logGroupName}/none`, logStreamName: 'none' }, events),
    'ResourceNotFoundException',
    400,
    /log group/,
  );
});

test('streams are described by name or by their newest event', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const now = Date.now();
  for (const [logStreamName, ago] of [
    ['a', 3],
    ['b', 1],
    ['c', 2],
  ] as const) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await put(logs, { logGroupName, logStreamName }, [{ timestamp: now - ago, message: 'x' }]);
  }
  const names = async (input: { orderBy?: 'LastEventTime'; descending?: boolean }) =>
    (await logs.send(new DescribeLogStreamsCommand({ logGroupName, ...input }))).logStreams?.map(
      (stream) => stream.logStreamName,
    );
  t.deepEqual(await names({}), ['a', 'b', 'c']);
  t.deepEqual(await names({ descending: true }), ['c', 'b', 'a']);
  t.deepEqual(await names({ orderBy: 'LastEventTime', descending: true }), ['b', 'c', 'a']);
  const [newest] =
    (
      await logs.send(
        new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'b', limit: 1 }),
      )
    ).logStreams ?? [];
  t.is(newest?.lastEventTimestamp, now - 1);
  await failsWith(
    t,
    () =>
      logs.send(
        new DescribeLogStreamsCommand({
          logGroupName,
          orderBy: 'LastEventTime',
          logStreamNamePrefix: 'b',
        }),
      ),
    'InvalidParameterException',
    400,
  );
});

test('a deleted stream takes its events with it', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  await put(logs, stream, eventsUntilNow(['gone']));
  const create = new CreateLogStreamCommand(stream);
  await failsWith(t, () => logs.send(create), 'ResourceAlreadyExistsException', 400);
  await logs.send(new DeleteLogStreamCommand(stream));
  await logs.send(create);
  const { events } = await logs.send(new GetLogEventsCommand(stream));
  t.deepEqual(events, []);
});

test('pages of any size, in both directions, give the events in the order of their timestamps', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const now = Date.now();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }), {
        maxLength: 4,
      }),
      fc.integer({ min: 1, max: 5 }),
      async (batches, limit) => {
        const stream = await createStream(t, logs);
        let sequence = 0;
        const sent = batches.map((batch) =>
          [...batch]
            .sort((a, b) => a - b)
            .map((offset) => ({
              timestamp: now - 100 + offset,
              message: `${String(offset)}-${String((sequence += 1))}`,
            })),
        );
        for (const batch of sent) {
          await put(logs, stream, batch);
        }
        const expected = sent
          .flat()
          .sort((a, b) => a.timestamp - b.timestamp)
          .map((event) => event.message);
        const forwards = await readAll(true);
        const backwards = await readAll(false);
        t.deepEqual(forwards.flat(), expected);
        t.deepEqual(backwards.reverse().flat(), expected);

        async function readAll(startFromHead: boolean): Promise<string[][]> {
          const pages: string[][] = [];
          let token: string | undefined;
          for (;;) {
            const input: GetLogEventsCommandInput = { ...stream, startFromHead, limit };
            const answer = await logs.send(
              new GetLogEventsCommand(token === undefined ? input : { ...input, nextToken: token }),
            );
            if (answer.events?.length === 0) {
              return pages;
            }
            pages.push((answer.events ?? []).map((event) => event.message ?? ''));
            token = startFromHead ? answer.nextForwardToken : answer.nextBackwardToken;
          }
        }
      },
    ),
    { numRuns: 15 },
  );
});
