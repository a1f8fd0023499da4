/** An event as the store keeps it. */
export interface StoredEvent {
  /** Milliseconds since the epoch, as the sender gave it. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  /** Unique and growing: orders events of the same timestamp. */
  readonly sequence: number;
}

/** One line of a log group's file. */
export type LogRecord =
  | { readonly kind: 'event'; readonly stream: string; readonly event: StoredEvent }
  | { readonly kind: 'created'; readonly stream: string; readonly at: number }
  | { readonly kind: 'deleted'; readonly stream: string };

/** A record as a line of JSON: `["created", stream, at]`. */
export function encodeLogRecord(record: LogRecord): string {
  switch (record.kind) {
    case 'event': {
      const { timestamp, ingestionTime, sequence, message } = record.event;
      return JSON.stringify(['event', record.stream, timestamp, ingestionTime, sequence, message]);
    }
    case 'created':
      return JSON.stringify(['created', record.stream, record.at]);
    case 'deleted':
      return JSON.stringify(['deleted', record.stream]);
  }
}

/** The way back from `encodeLogRecord`; undefined for a line that it did not write. */
export function decodeLogRecord(line: unknown): LogRecord | undefined {
  if (!Array.isArray(line)) {
    return undefined;
  }
  const fields: readonly unknown[] = line;
  const [kind, stream, first, second, third, message] = fields;
  if (typeof stream !== 'string') {
    return undefined;
  }
  if (kind === 'deleted') {
    return { kind, stream };
  }
  if (kind === 'created' && typeof first === 'number') {
    return { kind, stream, at: first };
  }
  if (
    kind === 'event' &&
    typeof first === 'number' &&
    typeof second === 'number' &&
    typeof third === 'number' &&
    typeof message === 'string'
  ) {
    const event = { timestamp: first, ingestionTime: second, sequence: third, message };
    return { kind, stream, event };
  }
  return undefined;
}
