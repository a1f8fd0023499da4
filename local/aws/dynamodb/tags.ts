import { z } from 'zod';
import { withoutNames } from '../by-name.ts';
import type { RpcOperation } from '../operation.ts';
import { tagList, toTagList } from '../rpc/fields.ts';
import { defineDynamoDb } from './errors.ts';
import { requireTable } from './lookup.ts';

const resource = z.object({ ResourceArn: z.string().min(1).max(1283) });

const tagResource = defineDynamoDb({
  name: 'TagResource',
  writes: true,
  input: resource.extend({ Tags: tagList }),
  run: ({ ResourceArn, Tags }, region) => {
    Object.assign(requireTable(region, ResourceArn).tags, Tags);
    return {};
  },
});

const untagResource = defineDynamoDb({
  name: 'UntagResource',
  writes: true,
  input: resource.extend({ TagKeys: z.array(z.string()) }),
  run: ({ ResourceArn, TagKeys }, region) => {
    const table = requireTable(region, ResourceArn);
    table.tags = withoutNames(table.tags, TagKeys);
    return {};
  },
});

const listTagsOfResource = defineDynamoDb({
  name: 'ListTagsOfResource',
  writes: false,
  input: resource.extend({ NextToken: z.string().optional() }),
  run: ({ ResourceArn }, region) => ({ Tags: toTagList(requireTable(region, ResourceArn).tags) }),
});

export const tagOperations: readonly RpcOperation[] = [
  tagResource,
  untagResource,
  listTagsOfResource,
];
