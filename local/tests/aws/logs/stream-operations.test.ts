import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import test from 'ava';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { failsWith } from '../../_helpers/aws-errors.ts';
import { createGroup, createStream, eventsUntilNow, put } from './_groups.ts';

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
