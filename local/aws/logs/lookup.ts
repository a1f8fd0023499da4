import type { Region } from '../region.ts';
import { invalidParameter, resourceNotFound, validation } from './errors.ts';
import { groupArn } from './groups.ts';
import type { LogGroup } from './state.ts';
import type { LogStream } from './streams.ts';

/** @throws {ResourceNotFoundException} when there is none. */
export function requireGroup(region: Region, name: string): LogGroup {
  const { groups } = region.state.logs;
  const group = groups[name];
  if (group === undefined) {
    throw resourceNotFound('The specified log group does not exist.');
  }
  return group;
}

/** The group of an ARN, with or without the `:*` that DescribeLogGroups puts at its end. */
export function requireGroupByArn(region: Region, arn: string): LogGroup {
  const prefix = groupArn(region, '');
  if (!arn.startsWith(prefix)) {
    throw resourceNotFound('The specified resource does not exist.');
  }
  return requireGroup(region, arn.slice(prefix.length).replace(/:\*$/, ''));
}

/** The group that a reading operation names, by `logGroupName` or by `logGroupIdentifier` (a name or an ARN). */
export function requireNamedGroup(
  region: Region,
  input: {
    readonly logGroupName?: string | undefined;
    readonly logGroupIdentifier?: string | undefined;
  },
): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw validation('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  if (logGroupName === undefined && logGroupIdentifier === undefined) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  return logGroupIdentifier?.startsWith('arn:') === true
    ? requireGroupByArn(region, logGroupIdentifier)
    : requireGroup(region, logGroupName ?? logGroupIdentifier ?? '');
}

/** @throws {ResourceNotFoundException} when there is none. */
export function requireStream(region: Region, group: LogGroup, name: string): LogStream {
  const stream = region.logs.streams(group.name).get(name);
  if (stream === undefined) {
    throw resourceNotFound('The specified log stream does not exist.');
  }
  return stream;
}
