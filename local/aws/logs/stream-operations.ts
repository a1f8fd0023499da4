import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { byKey, cutPage } from '../rpc/paging.ts';
import { defineLogs, invalidParameter, resourceAlreadyExists } from './errors.ts';
import * as field from './fields.ts';
import { groupArn, keptEvents } from './groups.ts';
import { requireGroup, requireNamedGroup, requireStream } from './lookup.ts';
import type { LogGroup } from './state.ts';
import type { LogStream } from './streams.ts';

const named = z.object({ logGroupName: field.groupName, logStreamName: field.streamName });

/* Streams are in the log store, which makes them durable itself: none of these operations writes the state. */

const createLogStream = defineLogs({
  name: 'CreateLogStream',
  writes: false,
  input: named,
  run: (input, region) => {
    const group = requireGroup(region, input.logGroupName);
    if (region.logs.streams(group.name).has(input.logStreamName)) {
      throw resourceAlreadyExists('The specified log stream already exists');
    }
    region.logs.createStream(group.name, input.logStreamName, region.now());
    return {};
  },
});

const deleteLogStream = defineLogs({
  name: 'DeleteLogStream',
  writes: false,
  input: named,
  run: (input, region) => {
    const stream = requireStream(
      region,
      requireGroup(region, input.logGroupName),
      input.logStreamName,
    );
    region.logs.deleteStream(input.logGroupName, stream.name);
    return {};
  },
});

const describeLogStreams = defineLogs({
  name: 'DescribeLogStreams',
  writes: false,
  input: z.object({
    ...field.namedGroup,
    logStreamNamePrefix: field.streamName.optional(),
    orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
    descending: z.boolean().default(false),
    limit: z.int().min(1).max(50).default(50),
    nextToken: field.token.optional(),
  }),
  run: (input, region) => {
    const group = requireNamedGroup(region, input);
    if (input.orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const keyOf = input.orderBy === 'LastEventTime' ? lastEventKey : nameOf;
    const order = input.descending ? 'descending' : 'ascending';
    const found = [...region.logs.streams(group.name).values()]
      .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
      .sort(byKey(keyOf));
    const sorted = input.descending ? found.reverse() : found;
    const page = cutPage(sorted, keyOf, input.limit, input.nextToken, order);
    if (page === undefined) {
      throw invalidParameter('The specified nextToken is invalid.');
    }
    return {
      logStreams: page.items.map((stream) => streamView(region, group, stream)),
      ...(page.next === undefined ? {} : { nextToken: page.next }),
    };
  },
});

function nameOf(stream: LogStream): string {
  return stream.name;
}

/** Sorts as text in the order of the newest event, streams without one first. */
function lastEventKey(stream: LogStream): string {
  const last = stream.events.at(-1)?.timestamp ?? 0;
  return `${String(last).padStart(16, '0')} ${stream.name}`;
}

function streamView(region: Region, group: LogGroup, stream: LogStream): Record<string, unknown> {
  const events = keptEvents(region, group, stream);
  const first = events[0];
  const last = events.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTime,
    arn: `${groupArn(region, group.name)}:log-stream:${stream.name}`,
    storedBytes: 0,
    ...(first === undefined || last === undefined
      ? {}
      : {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: last.ingestionTime,
        }),
  };
}

export const streamOperations: readonly RpcOperation[] = [
  createLogStream,
  deleteLogStream,
  describeLogStreams,
];
