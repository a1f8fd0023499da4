import {
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { createGroup, createStream, put } from './_groups.ts';

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

test('retention is one of the documented numbers of days, and can be removed', async (t) => {
  const { logs } = (await startEmbedded(t)).clients;
  const logGroupName = await createGroup(t, logs);
  const retention = async () =>
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName })))
      .logGroups?.[0]?.retentionInDays;
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
  const wrong = new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 15 });
  await failsWith(t, () => logs.send(wrong), 'InvalidParameterException', 400);
  t.is(await retention(), 14);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  t.is(await retention(), undefined);
});
