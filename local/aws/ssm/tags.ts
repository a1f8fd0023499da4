import { z } from 'zod';
import { withoutNames } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { tagList, toTagList } from '../rpc/fields.ts';
import { defineSsm } from './errors.ts';
import { findParameter } from './lookup.ts';
import type { Parameter } from './state.ts';

const resource = z.object({
  ResourceType: z.literal('Parameter', 'only parameters are modelled'),
  ResourceId: z.string().min(1),
});

const addTagsToResource = defineSsm({
  name: 'AddTagsToResource',
  writes: true,
  input: resource.extend({ Tags: tagList }),
  run: ({ ResourceId, Tags }, region) => {
    Object.assign(requireTagged(region, ResourceId).tags, Tags);
    return {};
  },
});

const removeTagsFromResource = defineSsm({
  name: 'RemoveTagsFromResource',
  writes: true,
  input: resource.extend({ TagKeys: z.array(z.string()) }),
  run: ({ ResourceId, TagKeys }, region) => {
    const parameter = requireTagged(region, ResourceId);
    parameter.tags = withoutNames(parameter.tags, TagKeys);
    return {};
  },
});

const listTagsForResource = defineSsm({
  name: 'ListTagsForResource',
  writes: false,
  input: resource,
  run: ({ ResourceId }, region) => ({ TagList: toTagList(requireTagged(region, ResourceId).tags) }),
});

function requireTagged(region: Region, name: string): Parameter {
  const parameter = findParameter(region, name);
  if (parameter === undefined) {
    throw new AwsError('InvalidResourceId', 400, 'The resource ID isn’t valid.');
  }
  return parameter;
}

export const tagOperations: readonly RpcOperation[] = [
  addTagsToResource,
  removeTagsFromResource,
  listTagsForResource,
];
