import {
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createGroup, createStream, eventsUntilNow, put } from './_groups.ts';

test('events of all streams come interleaved by time, page by page, each once', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const now = Date.now();
  for (const [logStreamName, offset] of [
    ['even', 0],
    ['odd', 1],
  ] as const) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const numbers = [0, 2, 4, 6].map((number) => number + offset);
    await put(
      logs,
      { logGroupName, logStreamName },
      numbers.map((number) => ({ timestamp: now - 10 + number, message: String(number) })),
    );
  }
  const messages: string[] = [];
  const streams = new Set<string>();
  for await (const page of paginateFilterLogEvents(
    { client: logs, pageSize: 3 },
    { logGroupName },
  )) {
    t.true((page.events ?? []).length <= 3);
    for (const event of page.events ?? []) {
      messages.push(event.message ?? '');
      streams.add(event.logStreamName ?? '');
    }
  }
  t.deepEqual(messages, ['0', '1', '2', '3', '4', '5', '6', '7']);
  t.deepEqual(streams, new Set(['even', 'odd']));
});

test('streams are chosen by name or prefix, not by both', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  for (const logStreamName of ['a1', 'a2', 'b1']) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await put(logs, { logGroupName, logStreamName }, eventsUntilNow([logStreamName]));
  }
  const found = async (input: Partial<FilterLogEventsCommandInput>) =>
    (await logs.send(new FilterLogEventsCommand({ logGroupName, ...input }))).events
      ?.map((event) => event.message)
      .sort();
  t.deepEqual(await found({ logStreamNamePrefix: 'a' }), ['a1', 'a2']);
  t.deepEqual(await found({ logStreamNames: ['b1', 'a1'] }), ['a1', 'b1']);
  const both = () => found({ logStreamNames: ['b1'], logStreamNamePrefix: 'a' });
  await failsWith(t, both, 'InvalidParameterException', 400);
  const unknown = () => found({ logStreamNames: ['c1'] });
  await failsWith(t, unknown, 'ResourceNotFoundException', 400);
});

test('a filter pattern and a time range choose the events', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const stream = await createStream(t, logs);
  const now = Date.now();
  await put(logs, stream, [
    { timestamp: now - 2, message: 'ERROR too early' },
    { timestamp: now - 1, message: 'ERROR in time' },
    { timestamp: now, message: 'INFO in time' },
  ]);
  const { events } = await logs.send(
    new FilterLogEventsCommand({
      logGroupName: stream.logGroupName,
      filterPattern: 'ERROR',
      startTime: now - 1,
      endTime: now,
    }),
  );
  t.deepEqual(
    events?.map((event) => event.message),
    ['ERROR in time'],
  );
});
