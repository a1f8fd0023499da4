import { z } from 'zod';
import { byName, namedValues, type ByName } from '../by-name.ts';

import type { RestRequest, RestResponse } from '../operation.ts';
import { notImplemented } from '../not-implemented.ts';
import type { Region } from '../region.ts';
import { constraint, invalidParameter, validation } from './errors.ts';
import { requireFunction, resolveName } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { renewRevision } from './settling.ts';
import type { FunctionState } from './state.ts';

/** Tags of a function: key of at most 128 characters to value of at most 256. */
export const tagMap = namedValues(z.string().max(256), z.string().min(1).max(128));

const tagLimit = 50;

/** InvalidParameterValueException for more than 50; else the tags as they were given. */
export function verifyTagCount(tags: ByName<string>): ByName<string> {
  if (Object.keys(tags).length > tagLimit) {
    throw invalidParameter('Number of tags exceeds resource tag limit.');
  }
  return tags;
}

function tagResource(request: RestRequest, region: Region): RestResponse {
  const { Tags } = parseBody(request, z.object({ Tags: tagMap }));
  const fn = taggedFunction(request, region);
  if (Object.keys(Tags).length === 0) {
    throw invalidParameter('An error occurred and the request cannot be processed.');
  }
  fn.tags = verifyTagCount(byName(fn.tags, Tags));
  renewRevision(fn.latest);
  return { status: 204 };
}

function untagResource(request: RestRequest, region: Region): RestResponse {
  const keys = request.query.getAll('tagKeys');
  const fn = taggedFunction(request, region);
  if (keys.length === 0) {
    throw validation([
      "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
    ]);
  }
  for (const key of keys) {
    Reflect.deleteProperty(fn.tags, key);
  }
  renewRevision(fn.latest);
  return { status: 204 };
}

function listTags(request: RestRequest, region: Region): RestResponse {
  return { body: { Tags: taggedFunction(request, region).tags } };
}

/** What may have tags on AWS. */
const resourcePattern =
  String.raw`arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:` +
  String.raw`(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|` +
  'code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-' +
  '[a-f0-9]{4}-[a-f0-9]{12}|capacity-provider:[a-zA-Z0-9-_]+)';

function taggedFunction(request: RestRequest, region: Region): FunctionState {
  const arn = label(request, 'Resource');
  if (!new RegExp(`^${resourcePattern}$`).test(arn)) {
    const rule = `Member must satisfy regular expression pattern: ${resourcePattern}`;
    throw constraint('resource', arn, rule);
  }
  if (!arn.includes(':function:')) {
    throw notImplemented('Tags of Lambda resources other than functions');
  }
  const { name, qualifier } = resolveName(region, arn);
  if (qualifier !== undefined) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return requireFunction(region, name);
}

const path = '/2017-03-31/tags/{Resource+}';

export const tagOperations = [
  operation('TagResource', `POST ${path}`, tagResource),
  operation('UntagResource', `DELETE ${path}`, untagResource),
  operation('ListTags', `GET ${path}`, listTags),
];
