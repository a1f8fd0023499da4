import { z } from 'zod';
import { namedValues } from '../by-name.ts';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { invalidParameter } from './errors.ts';
import { requireFunction, resolveName } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import type { FunctionState } from './state.ts';

/** Tags of a function: key of at most 128 characters to value of at most 256. */
export const tagMap = namedValues(z.string().max(256), z.string().min(1).max(128));

const tagLimit = 50;

function tagResource(request: RestRequest, region: Region): RestResponse {
  const { Tags } = parseBody(request, z.object({ Tags: tagMap }));
  const fn = taggedFunction(request, region);
  const count = new Set([...Object.keys(fn.tags), ...Object.keys(Tags)]).size;
  if (count > tagLimit) {
    throw invalidParameter('Number of tags exceeds resource tag limit.');
  }
  for (const [key, value] of Object.entries(Tags)) {
    fn.tags[key] = value;
  }
  return { status: 204 };
}

function untagResource(request: RestRequest, region: Region): RestResponse {
  const keys = request.query.getAll('tagKeys');
  const fn = taggedFunction(request, region);
  if (keys.length === 0) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: " +
        'Member must not be null',
    );
  }
  for (const key of keys) {
    Reflect.deleteProperty(fn.tags, key);
  }
  return { status: 204 };
}

function listTags(request: RestRequest, region: Region): RestResponse {
  return { body: { Tags: taggedFunction(request, region).tags } };
}

function taggedFunction(request: RestRequest, region: Region): FunctionState {
  const arn = label(request, 'Resource');
  const { name, qualifier } = resolveName(region, arn);
  if (qualifier !== undefined || !arn.startsWith('arn:')) {
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
