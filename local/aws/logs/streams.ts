import type { LogRecord, StoredEvent } from './log-record.ts';

/** A log stream with its events in the order of their timestamps. */
export interface LogStream {
  readonly name: string;
  readonly creationTime: number;
  readonly events: StoredEvent[];
}

/** Orders events by timestamp; those of one timestamp by arrival. */
export function compareEvents(
  a: Pick<StoredEvent, 'timestamp' | 'sequence'>,
  b: Pick<StoredEvent, 'timestamp' | 'sequence'>,
): number {
  return a.timestamp - b.timestamp || a.sequence - b.sequence;
}

/** Applies one record to the streams, by name, that the records before it made. */
export function applyRecord(streams: Map<string, LogStream>, record: LogRecord): void {
  switch (record.kind) {
    case 'created':
      ensureStream(streams, record.stream, record.at);
      return;
    case 'deleted':
      streams.delete(record.stream);
      return;
    case 'event':
      insert(ensureStream(streams, record.stream, record.event.ingestionTime).events, record.event);
  }
}

function ensureStream(
  streams: Map<string, LogStream>,
  name: string,
  creationTime: number,
): LogStream {
  let stream = streams.get(name);
  if (stream === undefined) {
    stream = { name, creationTime, events: [] };
    streams.set(name, stream);
  }
  return stream;
}

function insert(events: StoredEvent[], event: StoredEvent): void {
  const last = events.at(-1);
  if (last === undefined || compareEvents(last, event) <= 0) {
    events.push(event);
  } else {
    events.splice(firstAfter(events, event), 0, event);
  }
}

/** The index of the first event that comes after a position, by binary search. */
export function firstAfter(
  events: readonly StoredEvent[],
  position: Pick<StoredEvent, 'timestamp' | 'sequence'>,
): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event !== undefined && compareEvents(event, position) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
