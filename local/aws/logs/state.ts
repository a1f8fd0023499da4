/** Log groups of one account and region. Streams and events are in the `LogStore`. */
export interface LogsState {
  /** By group name. */
  readonly groups: Record<string, LogGroup>;
}

export interface LogGroup {
  name: string;
  /** Milliseconds since the epoch. */
  creationTime: number;
  /** Left out: events never expire. */
  retentionInDays?: number;
  kmsKeyId?: string;
  logGroupClass: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';
  tags: Record<string, string>;
}

/** The state of a region without log groups. */
export function emptyLogsState(): LogsState {
  return { groups: {} };
}
