import { type ByName, byName, namedValues, withoutNames } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { badRequest, notFound } from './errors.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';

const maximumTags = 50;
const arnPattern =
  /^arn:aws[a-z-]*:apigateway:([^:]*)::\/(restapis|apikeys|usageplans|domainnames)\/([^/]+)(?:\/stages\/([^/]+))?$/;
const tagsBody = z.object({ tags: namedValues(z.string()) });

/** Tags of REST APIs, stages, API keys, usage plans and domain names, by ARN. */
export const tagOperations: readonly RestOperation[] = [
  operation('GetTags', 'GET /tags/{resourceArn+}', (request, region) => ({
    body: { tags: taggedOf(request, region).tags },
  })),
  operation('TagResource', 'PUT /tags/{resourceArn+}', (request, region) => {
    const tagged = taggedOf(request, region);
    const tags = byName(tagged.tags, parseBody(request, tagsBody, 'tagResourceInput').tags);
    verifyTags(tags);
    tagged.tags = tags;
    return { status: 204 };
  }),
  operation('UntagResource', 'DELETE /tags/{resourceArn+}', (request, region) => {
    const tagged = taggedOf(request, region);
    const keys = request.query.getAll('tagKeys');
    tagged.tags = withoutNames(tagged.tags, keys);
    return { status: 204 };
  }),
];

/** What an ARN names: `arn:aws:apigateway:REGION::/restapis/ID`, `…/ID/stages/NAME`, `…/apikeys/ID`. */
function taggedOf(request: RestRequest, region: Region): { tags: ByName<string> } {
  const arn = label(request, 'resourceArn');
  const [, regionName, kind, id = '', stageName] = arnPattern.exec(arn) ?? [];
  if (regionName !== region.region) {
    throw badRequest('Invalid ARN specified in the request');
  }
  const { restApis, apiKeys, usagePlans, domainNames } = region.state.apigateway;
  switch (kind) {
    case 'apikeys':
      return found(apiKeys[id], 'Invalid API Key identifier specified');
    case 'usageplans':
      return found(usagePlans[id], 'Invalid Usage Plan ID specified');
    case 'domainnames':
      return found(domainNames[id], 'Invalid domain name identifier specified');
    default: {
      const api = found(restApis[id], `Invalid API identifier specified ${region.account}:${id}`);
      return stageName === undefined
        ? api
        : found(api.stages[stageName], 'Invalid stage identifier specified');
    }
  }
}

function found<T>(thing: T | undefined, problem: string): T {
  if (thing === undefined) {
    throw notFound(problem);
  }
  return thing;
}

/** @throws {AwsError} 400 for more tags than AWS takes, keys or values it does not take */
export function verifyTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > maximumTags) {
    throw badRequest(`A resource can have ${maximumTags} tags at most`);
  }
  for (const [key, value] of Object.entries(tags)) {
    if (key === '' || key.length > 128 || key.startsWith('aws:') || value.length > 256) {
      throw badRequest(`Invalid tag '${key}'`);
    }
  }
}
