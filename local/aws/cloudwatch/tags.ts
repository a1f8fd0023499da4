import { withoutNames } from '../by-name.ts';
import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { list, tagList, toTagList } from '../rpc/fields.ts';
import { defineAlarms } from './errors.ts';
import { requireAlarmByArn } from './lookup.ts';

const resource = z.object({ ResourceARN: z.string().min(1).max(1024) });

const tagResource = defineAlarms({
  name: 'TagResource',
  writes: true,
  input: resource.extend({ Tags: tagList }),
  run: (input, region) => {
    Object.assign(requireAlarmByArn(region, input.ResourceARN).tags, input.Tags);
    return {};
  },
});

const untagResource = defineAlarms({
  name: 'UntagResource',
  writes: true,
  input: resource.extend({ TagKeys: list(z.string()) }),
  run: (input, region) => {
    const alarm = requireAlarmByArn(region, input.ResourceARN);
    alarm.tags = withoutNames(alarm.tags, input.TagKeys);
    return {};
  },
});

const listTagsForResource = defineAlarms({
  name: 'ListTagsForResource',
  writes: false,
  input: resource,
  run: (input, region) => ({ Tags: toTagList(requireAlarmByArn(region, input.ResourceARN).tags) }),
});

export const tagOperations: readonly RpcOperation[] = [
  tagResource,
  untagResource,
  listTagsForResource,
];
