import { withoutNames } from '../by-name.ts';
import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineLogs } from './errors.ts';
import * as field from './fields.ts';
import { requireGroup, requireGroupByArn } from './lookup.ts';

const resource = z.object({ resourceArn: z.string().min(1).max(1011) });

const tagResource = defineLogs({
  name: 'TagResource',
  writes: true,
  input: resource.extend({ tags: field.tags }),
  run: (input, region) => {
    Object.assign(requireGroupByArn(region, input.resourceArn).tags, input.tags);
    return {};
  },
});

const untagResource = defineLogs({
  name: 'UntagResource',
  writes: true,
  input: resource.extend({ tagKeys: z.array(z.string()).max(50) }),
  run: (input, region) => {
    const group = requireGroupByArn(region, input.resourceArn);
    group.tags = withoutNames(group.tags, input.tagKeys);
    return {};
  },
});

const listTagsForResource = defineLogs({
  name: 'ListTagsForResource',
  writes: false,
  input: resource,
  run: (input, region) => ({ tags: requireGroupByArn(region, input.resourceArn).tags }),
});

const group = z.object({ logGroupName: field.groupName });

/** The operations that the ones above took the place of; Terraform-based providers still call them. */
const tagLogGroup = defineLogs({
  name: 'TagLogGroup',
  writes: true,
  input: group.extend({ tags: field.tags }),
  run: (input, region) => {
    Object.assign(requireGroup(region, input.logGroupName).tags, input.tags);
    return {};
  },
});

const untagLogGroup = defineLogs({
  name: 'UntagLogGroup',
  writes: true,
  input: group.extend({ tags: z.array(z.string()).min(1) }),
  run: (input, region) => {
    const named = requireGroup(region, input.logGroupName);
    named.tags = withoutNames(named.tags, input.tags);
    return {};
  },
});

const listTagsLogGroup = defineLogs({
  name: 'ListTagsLogGroup',
  writes: false,
  input: group,
  run: (input, region) => ({ tags: requireGroup(region, input.logGroupName).tags }),
});

export const tagOperations: readonly RpcOperation[] = [
  tagResource,
  untagResource,
  listTagsForResource,
  tagLogGroup,
  untagLogGroup,
  listTagsLogGroup,
];
