import { randomUUID } from 'node:crypto';
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ExecutionContext } from 'ava';

export interface Stream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** A new group, deleted with the test. */
export async function createGroup(
  t: ExecutionContext,
  logs: CloudWatchLogsClient,
  name = `/test/${randomUUID()}`,
): Promise<string> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  t.teardown(() =>
    logs.send(new DeleteLogGroupCommand({ logGroupName: name })).catch(() => undefined),
  );
  return name;
}

/** A new stream in a new group. */
export async function createStream(
  t: ExecutionContext,
  logs: CloudWatchLogsClient,
  logStreamName = 'stream',
): Promise<Stream> {
  const stream = { logGroupName: await createGroup(t, logs), logStreamName };
  await logs.send(new CreateLogStreamCommand(stream));
  return stream;
}

export function put(logs: CloudWatchLogsClient, stream: Stream, logEvents: InputLogEvent[]) {
  return logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

/** Events one millisecond apart, the last of them now. */
export function eventsUntilNow(messages: readonly string[], now = Date.now()): InputLogEvent[] {
  return messages.map((message, index) => ({
    timestamp: now - messages.length + 1 + index,
    message,
  }));
}
