import { z } from 'zod';
import { byName, fromEntries, withoutNames } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { invalidInput } from './errors.ts';
import { requireHealthCheck, requireZone } from './lookup.ts';
import { listOf, parseBody } from './request.ts';

const path = '/2013-04-01/tags/{ResourceType}/{ResourceId}';

const changeBody = z.object({
  AddTags: listOf('Tag', z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) })),
  RemoveTagKeys: listOf('Key', z.string()),
});

/** Tags of hosted zones and health checks. */
export const tagOperations: readonly RestOperation[] = [
  operation('ChangeTagsForResource', `POST ${path}`, (request, region) => {
    const { AddTags, RemoveTagKeys } = parseBody(request, changeBody);
    const { thing } = requireTagged(request, region);
    const added = fromEntries(AddTags.map(({ Key, Value }) => [Key, Value] as const));
    thing.tags = byName(withoutNames(thing.tags, RemoveTagKeys), added);
    return { body: { ChangeTagsForResourceResponse: {} } };
  }),
  operation('ListTagsForResource', `GET ${path}`, (request, region) => {
    const { type, thing } = requireTagged(request, region);
    const Tag = Object.entries(thing.tags).map(([Key, Value]) => ({ Key, Value }));
    return {
      body: {
        ListTagsForResourceResponse: {
          ResourceTagSet: { ResourceType: type, ResourceId: thing.id, Tags: { Tag } },
        },
      },
    };
  }),
];

function requireTagged(request: RestRequest, region: Region) {
  const type = label(request, 'ResourceType');
  switch (type) {
    case 'hostedzone':
      return { type, thing: requireZone(request, region, 'ResourceId') };
    case 'healthcheck':
      return { type, thing: requireHealthCheck(request, region, 'ResourceId') };
    default:
      throw invalidInput(`${type} is not a type of resource that has tags`);
  }
}
