import type { StoredEvent } from './log-record.ts';

/** A place between the events of a stream or group: right after the event with these values. */
export type Position = Pick<StoredEvent, 'timestamp' | 'sequence'>;

/** `1700000000000.1700000000000001`. */
export function encodePosition(position: Position): string {
  return `${String(position.timestamp)}.${String(position.sequence)}`;
}

/** The way back from `encodePosition`; undefined for other text. */
export function decodePosition(text: string): Position | undefined {
  const match = /^(\d{1,15})\.(\d{1,16})$/.exec(text);
  return match === null ? undefined : { timestamp: Number(match[1]), sequence: Number(match[2]) };
}
