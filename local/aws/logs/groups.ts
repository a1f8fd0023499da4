import { byName } from '../by-name.ts';
import type { Region } from '../region.ts';
import type { LogGroup } from './state.ts';
import type { StoredEvent } from './log-record.ts';
import type { LogStream } from './streams.ts';

const msPerDay = 86_400_000;

/** A group with nothing set. */
export function newGroup(name: string, creationTime: number): LogGroup {
  return { name, creationTime, logGroupClass: 'STANDARD', tags: byName() };
}

/** `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/greeting`. */
export function groupArn(region: Region, name: string): string {
  return `arn:aws:logs:${region.region}:${region.account}:log-group:${name}`;
}

/** The timestamp below which the group's events have expired, in milliseconds since the epoch. */
export function expiry(region: Region, group: LogGroup): number {
  return group.retentionInDays === undefined
    ? Number.NEGATIVE_INFINITY
    : region.now() - group.retentionInDays * msPerDay;
}

/** The stream's events that retention leaves, by time. */
export function keptEvents(
  region: Region,
  group: LogGroup,
  stream: LogStream,
): readonly StoredEvent[] {
  const from = expiry(region, group);
  const first = stream.events.findIndex((event) => event.timestamp >= from);
  return first === 0 ? stream.events : first < 0 ? [] : stream.events.slice(first);
}
