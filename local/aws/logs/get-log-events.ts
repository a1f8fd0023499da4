import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineLogs, invalidParameter } from './errors.ts';
import * as field from './fields.ts';
import { keptEvents } from './groups.ts';
import { requireNamedGroup, requireStream } from './lookup.ts';
import { decodePosition, encodePosition, type Position } from './position.ts';
import type { StoredEvent } from './log-record.ts';
import { firstAfter } from './streams.ts';

/** Where a page begins or ends, and which way it is read. */
interface Cursor {
  readonly direction: 'forward' | 'backward';
  readonly position: Position;
}

const maxResponseBytes = 1_048_576;

const getLogEvents = defineLogs({
  name: 'GetLogEvents',
  writes: false,
  input: z.object({
    ...field.namedGroup,
    logStreamName: field.streamName,
    startTime: field.time.optional(),
    endTime: field.time.optional(),
    nextToken: field.token.optional(),
    limit: z.int().min(1).max(10_000).default(10_000),
    startFromHead: z.boolean().default(false),
    ...field.unmasking,
  }),
  run: (input, region) => {
    const group = requireNamedGroup(region, input);
    const stream = requireStream(region, group, input.logStreamName);
    const from = input.startTime ?? 0;
    const to = input.endTime ?? Number.POSITIVE_INFINITY;
    const events = keptEvents(region, group, stream).filter(
      (event) => event.timestamp >= from && event.timestamp < to,
    );
    const cursor =
      input.nextToken === undefined
        ? firstCursor(events, input.startFromHead)
        : decodeCursor(input.nextToken);
    const page = readPage(events, cursor, input.limit);
    return {
      events: page.map(({ timestamp, message, ingestionTime }) => ({
        timestamp,
        message,
        ingestionTime,
      })),
      ...tokens(page, cursor.position),
    };
  },
});

/** Before the first event, or after the last. */
function firstCursor(events: readonly StoredEvent[], startFromHead: boolean): Cursor {
  return startFromHead
    ? { direction: 'forward', position: beginning }
    : { direction: 'backward', position: events.at(-1) ?? beginning };
}

const beginning: Position = { timestamp: 0, sequence: 0 };

function readPage(
  events: readonly StoredEvent[],
  cursor: Cursor,
  limit: number,
): readonly StoredEvent[] {
  const index = firstAfter(events, cursor.position);
  return cursor.direction === 'forward'
    ? events.slice(index, index + countThatFit(events.slice(index, index + limit)))
    : events.slice(
        index - countThatFit(events.slice(Math.max(0, index - limit), index).reverse()),
        index,
      );
}

/** How many of the first events a response of one mebibyte holds; at least one. */
function countThatFit(events: readonly StoredEvent[]): number {
  let bytes = 0;
  const tooMany = events.findIndex((event, index) => {
    bytes += Buffer.byteLength(event.message) + 26;
    return index > 0 && bytes > maxResponseBytes;
  });
  return tooMany < 0 ? events.length : tooMany;
}

/** At the end of the stream the forward token is the one that was sent, which is how clients know the end. */
function tokens(page: readonly StoredEvent[], position: Position): Record<string, string> {
  const first = page[0];
  const before =
    first === undefined ? position : { timestamp: first.timestamp, sequence: first.sequence - 1 };
  return {
    nextForwardToken: `f/${encodePosition(page.at(-1) ?? position)}/s`,
    nextBackwardToken: `b/${encodePosition(before)}/s`,
  };
}

function decodeCursor(token: string): Cursor {
  const match = /^([fb])\/(.+)\/s$/.exec(token);
  const position = decodePosition(match?.[2] ?? '');
  if (position === undefined) {
    throw invalidParameter('The specified nextToken is invalid.');
  }
  return { direction: match?.[1] === 'f' ? 'forward' : 'backward', position };
}

export const getLogEventsOperations: readonly RpcOperation[] = [getLogEvents];
