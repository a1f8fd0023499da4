import { byName, type ByName } from '../by-name.ts';

/** Log groups of one account and region. Streams and events are in the `LogStore`. */
export interface LogsState {
  /** By group name. */
  readonly groups: ByName<LogGroup>;
}

export interface LogGroup {
  name: string;
  /** Milliseconds since the epoch. */
  creationTime: number;
  /** Left out: events never expire. */
  retentionInDays?: number;
  kmsKeyId?: string;
  logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';
  tags: ByName<string>;
}

/** The state of a region without log groups. */
export function emptyLogsState(): LogsState {
  return { groups: byName() };
}
