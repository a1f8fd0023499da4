import {
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import fc from 'fast-check';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { createStream, eventsUntilNow, put } from './_groups.ts';

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
