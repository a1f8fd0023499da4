import { z } from 'zod';
import { byName, fromEntries, withoutNames } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { invalidInput } from './errors.ts';
import { requireZone } from './lookup.ts';
import { listOf, parseBody } from './request.ts';
import type { HostedZone } from './state.ts';

const path = '/2013-04-01/tags/{ResourceType}/{ResourceId}';

const changeBody = z.object({
  AddTags: listOf('Tag', z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) })),
  RemoveTagKeys: listOf('Key', z.string()),
});

/** Tags of hosted zones. */
export const tagOperations: readonly RestOperation[] = [
  operation('ChangeTagsForResource', `POST ${path}`, (request, region) => {
    const { AddTags, RemoveTagKeys } = parseBody(request, changeBody);
    const zone = requireTagged(request, region);
    const added = fromEntries(AddTags.map(({ Key, Value }) => [Key, Value] as const));
    zone.tags = byName(withoutNames(zone.tags, RemoveTagKeys), added);
    return { body: { ChangeTagsForResourceResponse: {} } };
  }),
  operation('ListTagsForResource', `GET ${path}`, (request, region) => {
    const { id, tags } = requireTagged(request, region);
    const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    return {
      body: {
        ListTagsForResourceResponse: {
          ResourceTagSet: { ResourceType: 'hostedzone', ResourceId: id, Tags: { Tag } },
        },
      },
    };
  }),
];

function requireTagged(request: RestRequest, region: Region): HostedZone {
  if (label(request, 'ResourceType') !== 'hostedzone') {
    throw invalidInput('Only hosted zones are modelled');
  }
  return requireZone(request, region, 'ResourceId');
}
