import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { namedValues } from '../by-name.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { newId } from './ids.ts';
import { pageOf } from './paging.ts';
import { applyPatch, booleanOf, patchBody, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { booleanQuery, parseBody } from './request.ts';
import { seconds } from './stages.ts';
import type { ApiKey } from './state.ts';
import { verifyTags } from './tags.ts';
import { apiKeyView, taggedApiKeyView } from './views.ts';

const path = '/apikeys/{apiKey}';
const valueLength = { minimum: 20, maximum: 128 };
const maximumName = 1024;
const maximumDescription = 125_000;

const createBody = z.object({
  name: z.string().default(''),
  description: z.string().optional(),
  enabled: z.boolean().default(false),
  generateDistinctId: z.boolean().optional(),
  value: z.string().optional(),
  stageKeys: z.array(z.unknown()).optional(),
  customerId: z.string().optional(),
  tags: namedValues(z.string()).prefault({}),
});

type Texts = Pick<z.output<typeof createBody>, 'name' | 'description'>;

/** What clients identify themselves with; what a key opens is said by usage plans. */
export const apiKeyOperations: readonly RestOperation[] = [
  operation('CreateApiKey', 'POST /apikeys', createApiKey),
  operation('GetApiKeys', 'GET /apikeys', (request, region) => {
    const keys = matchingKeys(request, region).reverse();
    const { item, ...rest } = pageOf(request, keys, ({ id }) => id);
    const shown = booleanQuery(request, 'includeValues');
    return { body: { item: item.map((key) => apiKeyView(key, shown)), ...rest } };
  }),
  operation('GetApiKey', `GET ${path}`, (request, region) => {
    const key = requireApiKey(region, label(request, 'apiKey'));
    return { body: taggedApiKeyView(key, booleanQuery(request, 'includeValue')) };
  }),
  operation('UpdateApiKey', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateApiKeyInput');
    const key = requireApiKey(region, label(request, 'apiKey'));
    const patched = applyPatch(key, patchOperations, rules);
    verifyTexts(patched);
    patched.lastUpdatedDate = seconds(region);
    region.state.apigateway.apiKeys[key.id] = patched;
    return { body: taggedApiKeyView(patched, false) };
  }),
  operation('DeleteApiKey', `DELETE ${path}`, (request, region) => {
    const { id } = requireApiKey(region, label(request, 'apiKey'));
    const { apiKeys, usagePlans } = region.state.apigateway;
    Reflect.deleteProperty(apiKeys, id);
    for (const plan of Object.values(usagePlans)) {
      plan.keyIds = plan.keyIds.filter((keyId) => keyId !== id);
    }
    return { status: 202 };
  }),
];

/** An API key by its id. @throws {AwsError} 404 */
export function requireApiKey(region: Region, id: string): ApiKey {
  const key = region.state.apigateway.apiKeys[id];
  if (key === undefined) {
    throw notFound('Invalid API Key identifier specified');
  }
  return key;
}

/** By the beginning of the name, and the customer, where the query has them; the oldest first. */
function matchingKeys({ query }: RestRequest, region: Region): ApiKey[] {
  const name = query.get('name') ?? '';
  const customerId = query.get('customerId');
  return Object.values(region.state.apigateway.apiKeys).filter(
    (key) => key.name.startsWith(name) && (customerId === null || key.customerId === customerId),
  );
}

function createApiKey(request: RestRequest, region: Region) {
  if (request.query.get('mode') === 'import') {
    throw notImplemented('apigateway:ImportApiKeys');
  }
  const body = parseBody(request, createBody, 'createApiKeyInput');
  const { name, enabled, tags, description, customerId } = body;
  const value = body.value === undefined || body.value === '' ? newValue() : body.value;
  if ((body.stageKeys ?? []).length > 0) {
    throw notImplemented('Stage keys of an API key, which usage plans replaced,');
  }
  verifyTags(tags);
  verifyTexts(body);
  verifyValue(value, region);
  const id = newId(10);
  const now = seconds(region);
  const key: ApiKey = {
    ...{ id, name, value, enabled, tags, createdDate: now, lastUpdatedDate: now },
    ...(description === undefined ? {} : { description }),
    ...(customerId === undefined ? {} : { customerId }),
  };
  region.state.apigateway.apiKeys[id] = key;
  return { status: 201, body: apiKeyView(key, true) };
}

function verifyTexts({ name, description = '' }: Texts): void {
  if (name.length > maximumName) {
    throw badRequest(`Invalid API Key name, can be at most ${maximumName} characters.`);
  }
  if (description.length > maximumDescription) {
    throw badRequest('Invalid API Key description specified.');
  }
}

/** Forty letters and digits, as AWS makes them. */
function newValue(): string {
  return `${randomUUID()}${randomUUID()}`.replaceAll('-', '').slice(0, 40);
}

/** @throws {AwsError} 400 for a value too short or too long, 409 for one that another key has */
function verifyValue(value: string, region: Region): void {
  const { minimum, maximum } = valueLength;
  if (value.length < minimum || value.length > maximum) {
    throw badRequest(
      value.length < minimum
        ? `API Key value should be at least ${minimum} characters`
        : `API Key value exceeds maximum size of ${maximum} characters`,
    );
  }
  if (Object.values(region.state.apigateway.apiKeys).some((key) => key.value === value)) {
    throw conflict('API Key already exists');
  }
}

const rules: readonly PatchRule<ApiKey>[] = [
  {
    path: /^\/name$/,
    ops: ['replace'],
    apply(key, operation) {
      key.name = valueOf(operation);
    },
  },
  {
    path: /^\/description$/,
    ops: ['replace'],
    apply(key, operation) {
      key.description = valueOf(operation);
    },
  },
  {
    path: /^\/customerId$/,
    ops: ['replace'],
    apply(key, operation) {
      key.customerId = valueOf(operation);
    },
  },
  {
    path: /^\/enabled$/,
    ops: ['replace'],
    apply(key, operation) {
      key.enabled = booleanOf(operation);
    },
  },
];
