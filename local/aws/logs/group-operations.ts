import { z } from 'zod';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { byKey, cutPage } from '../rpc/paging.ts';
import { defineLogs, invalidParameter, resourceAlreadyExists } from './errors.ts';
import * as field from './fields.ts';
import { groupArn, newGroup } from './groups.ts';
import { requireGroup } from './lookup.ts';
import type { LogGroup } from './state.ts';

const createLogGroup = defineLogs({
  name: 'CreateLogGroup',
  writes: true,
  input: z.object({
    logGroupName: field.groupName,
    kmsKeyId: z.string().max(256).optional(),
    logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).default('STANDARD'),
    tags: field.tags.prefault({}),
    deletionProtectionEnabled: z.boolean().default(false),
  }),
  run: (input, region) => {
    if (input.deletionProtectionEnabled) {
      throw notImplemented('logs:CreateLogGroup with deletionProtectionEnabled');
    }
    const { groups } = region.state.logs;
    if (groups[input.logGroupName] !== undefined) {
      throw resourceAlreadyExists('The specified log group already exists');
    }
    groups[input.logGroupName] = {
      ...newGroup(input.logGroupName, region.now()),
      logGroupClass: input.logGroupClass,
      tags: input.tags,
      ...(input.kmsKeyId === undefined ? {} : { kmsKeyId: input.kmsKeyId }),
    };
    return {};
  },
});

const deleteLogGroup = defineLogs({
  name: 'DeleteLogGroup',
  writes: true,
  input: z.object({ logGroupName: field.groupName }),
  run: (input, region) => {
    requireGroup(region, input.logGroupName);
    region.logs.deleteGroup(input.logGroupName);
    Reflect.deleteProperty(region.state.logs.groups, input.logGroupName);
    return {};
  },
});

const describeLogGroups = defineLogs({
  name: 'DescribeLogGroups',
  writes: false,
  input: z.object({
    logGroupNamePrefix: field.groupName.optional(),
    logGroupNamePattern: field.groupName.optional(),
    logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
    limit: z.int().min(1).max(50).default(50),
    nextToken: field.token.optional(),
  }),
  run: (input, region) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const found = Object.values(region.state.logs.groups)
      .filter(
        (group) =>
          group.name.startsWith(prefix ?? '') &&
          group.name.toLowerCase().includes((pattern ?? '').toLowerCase()) &&
          group.logGroupClass === (input.logGroupClass ?? group.logGroupClass),
      )
      .sort(byKey((group) => group.name));
    const page = cutPage(found, (group) => group.name, input.limit, input.nextToken);
    if (page === undefined) {
      throw invalidParameter('The specified nextToken is invalid.');
    }
    return {
      logGroups: page.items.map((group) => groupView(region, group)),
      ...(page.next === undefined ? {} : { nextToken: page.next }),
    };
  },
});

function groupView(region: Region, group: LogGroup): Record<string, unknown> {
  const arn = groupArn(region, group.name);
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: region.logs.bytes(group.name),
    logGroupClass: group.logGroupClass,
    deletionProtectionEnabled: false,
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
  };
}

export const groupOperations: readonly RpcOperation[] = [
  createLogGroup,
  deleteLogGroup,
  describeLogGroups,
];
