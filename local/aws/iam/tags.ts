import { withoutNames } from '../by-name.ts';
import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { toTagList } from '../rpc/fields.ts';
import { defineIam } from './errors.ts';
import * as field from './fields.ts';
import { pageOf } from './paging.ts';
import { requireRole } from './lookup.ts';

const tagRole = defineIam({
  name: 'TagRole',
  writes: true,
  input: z.object({ RoleName: field.roleName, Tags: field.roleTags }),
  run: (input, region) => {
    Object.assign(requireRole(region, input.RoleName).tags, input.Tags);
    return {};
  },
});

const untagRole = defineIam({
  name: 'UntagRole',
  writes: true,
  input: z.object({ RoleName: field.roleName, TagKeys: field.tagKeys }),
  run: (input, region) => {
    const role = requireRole(region, input.RoleName);
    role.tags = withoutNames(role.tags, input.TagKeys);
    return {};
  },
});

const listRoleTags = defineIam({
  name: 'ListRoleTags',
  writes: false,
  input: z.object({ RoleName: field.roleName, ...field.paging }),
  run: (input, region) => {
    const tags = toTagList(requireRole(region, input.RoleName).tags);
    return pageOf(
      'Tags',
      tags,
      (tag) => tag.Key,
      (tag) => tag,
      input,
    );
  },
});

export const tagOperations: readonly RpcOperation[] = [tagRole, untagRole, listRoleTags];
