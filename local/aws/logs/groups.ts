import type { Region } from '../region.ts';
import { invalidParameter, resourceNotFound } from './errors.ts';
import type { LogGroup } from './state.ts';
import type { StoredEvent } from './records.ts';
import type { LogStream } from './streams.ts';

const msPerDay = 86_400_000;

/** A group with nothing set. */
export function newGroup(name: string, creationTime: number): LogGroup {
  return { name, creationTime, logGroupClass: 'STANDARD', tags: {} };
}

/** `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/greeting`. */
export function groupArn(region: Region, name: string): string {
  return `arn:aws:logs:${region.region}:${region.account}:log-group:${name}`;
}

/** @throws ResourceNotFoundException */
export function getGroup(region: Region, name: string): LogGroup {
  const { groups } = region.state.logs;
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (group === undefined) {
    throw resourceNotFound('The specified log group does not exist.');
  }
  return group;
}

/** The group of an ARN, with or without the `:*` that DescribeLogGroups puts at its end. */
export function getGroupByArn(region: Region, arn: string): LogGroup {
  const prefix = groupArn(region, '');
  if (!arn.startsWith(prefix)) {
    throw resourceNotFound('The specified resource does not exist.');
  }
  return getGroup(region, arn.slice(prefix.length).replace(/:\*$/, ''));
}

/** The group that a reading operation names, by `logGroupName` or by `logGroupIdentifier` (a name or an ARN). */
export function getNamedGroup(
  region: Region,
  input: {
    readonly logGroupName?: string | undefined;
    readonly logGroupIdentifier?: string | undefined;
  },
): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  return logGroupIdentifier?.startsWith('arn:') === true
    ? getGroupByArn(region, logGroupIdentifier)
    : getGroup(region, logGroupName ?? logGroupIdentifier ?? '');
}

/** @throws ResourceNotFoundException */
export function getStream(region: Region, group: LogGroup, name: string): LogStream {
  const stream = region.logs.streams(group.name).get(name);
  if (stream === undefined) {
    throw resourceNotFound('The specified log stream does not exist.');
  }
  return stream;
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
