import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createGroup, createStream, eventsUntilNow, put } from './_groups.ts';

const hourMs = 3_600_000;

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
