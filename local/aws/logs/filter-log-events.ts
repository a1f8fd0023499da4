import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { defineLogs, invalidParameter } from './errors.ts';
import * as field from './fields.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import { keptEvents } from './groups.ts';
import { requireNamedGroup, requireStream } from './lookup.ts';
import { decodePosition, encodePosition } from './position.ts';
import type { StoredEvent } from './log-record.ts';
import type { LogGroup } from './state.ts';
import { compareEvents, type LogStream } from './streams.ts';

const input = z.object({
  ...field.namedGroup,
  logStreamNames: z.array(field.streamName).min(1).max(100).optional(),
  logStreamNamePrefix: field.streamName.optional(),
  startTime: field.time.default(0),
  endTime: field.time.default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().max(1024).default(''),
  nextToken: field.token.optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  // AWS ignores it: events of several streams always come in one order.
  interleaved: z.boolean().optional(),
  ...field.unmasking,
});

type Input = z.output<typeof input>;

const filterLogEvents = defineLogs({
  name: 'FilterLogEvents',
  writes: false,
  input,
  run: (request, region) => {
    const group = requireNamedGroup(region, request);
    const matches = parseFilterPattern(request.filterPattern);
    const after = request.nextToken === undefined ? undefined : decodeToken(request.nextToken);
    const found = chooseStreams(request, region, group)
      .flatMap((stream) =>
        keptEvents(region, group, stream)
          .filter(
            (event) =>
              event.timestamp >= request.startTime &&
              event.timestamp <= request.endTime &&
              (after === undefined || compareEvents(event, after) > 0) &&
              matches(event.message),
          )
          .map((event) => ({ stream, event })),
      )
      .sort((a, b) => compareEvents(a.event, b.event));
    const page = found.slice(0, request.limit);
    const last = page.at(-1);
    return {
      events: page.map(({ stream, event }) => eventView(stream, event)),
      searchedLogStreams: [],
      ...(found.length > page.length && last !== undefined
        ? { nextToken: encodePosition(last.event) }
        : {}),
    };
  },
});

function chooseStreams(request: Input, region: Region, group: LogGroup): readonly LogStream[] {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = request;
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix cannot be used together.');
  }
  return names === undefined
    ? [...region.logs.streams(group.name).values()].filter((stream) =>
        stream.name.startsWith(prefix ?? ''),
      )
    : [...new Set(names)].map((name) => requireStream(region, group, name));
}

function decodeToken(token: string) {
  const position = decodePosition(token);
  if (position === undefined) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return position;
}

function eventView(stream: LogStream, event: StoredEvent): Record<string, unknown> {
  return {
    logStreamName: stream.name,
    timestamp: event.timestamp,
    message: event.message,
    ingestionTime: event.ingestionTime,
    eventId: `${String(event.timestamp)}${String(event.sequence).padStart(16, '0')}`,
  };
}

export const filterLogEventsOperations: readonly RpcOperation[] = [filterLogEvents];
