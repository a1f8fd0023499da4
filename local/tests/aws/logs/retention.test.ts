import {
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { createStream, put } from './_groups.ts';

const dayMs = 86_400_000;

testEmbedded('events that are older than the retention are not read any more', async (t) => {
  let now = Date.now();
  const { logs } = (await startEmbedded(t, { now: () => now })).clients;
  const stream = await createStream(t, logs);
  const { logGroupName } = stream;
  await put(logs, stream, [{ timestamp: now, message: 'first day' }]);
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  now += dayMs - 1000;
  await put(logs, stream, [{ timestamp: now, message: 'second day' }]);
  const read = async () => {
    const got = await logs.send(new GetLogEventsCommand(stream));
    const filtered = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    t.deepEqual(
      got.events?.map((event) => event.message),
      filtered.events?.map((event) => event.message),
    );
    return got.events?.map((event) => event.message);
  };
  t.deepEqual(await read(), ['first day', 'second day']);
  const secondDay = now;
  now += 2000;
  t.deepEqual(await read(), ['second day']);
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  t.is(logStreams?.[0]?.firstEventTimestamp, secondDay);
  const expired = await put(logs, stream, [
    { timestamp: secondDay - dayMs + 1000, message: 'expired' },
    { timestamp: secondDay, message: 'kept' },
  ]);
  t.deepEqual(expired.rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
});
