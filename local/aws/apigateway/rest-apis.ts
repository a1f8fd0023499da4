import { z } from 'zod';
import { namedValues } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { notImplemented } from '../not-implemented.ts';
import { refuseMapped } from './base-path-mappings.ts';
import { badRequest } from './errors.ts';
import { leavePlans } from './leave-plans.ts';
import { requireApi } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import { pageOf } from './paging.ts';
import { patchRestApi } from './rest-api-patch.ts';
import type { RestApi } from './state.ts';
import {
  newRestApi,
  verifyCompression,
  verifyDescription,
  verifyEndpointConfiguration,
  verifyPolicy,
} from './rest-api-rules.ts';
import { verifyTags } from './tags.ts';
import { restApiView, taggedRestApiView } from './views.ts';

const createBody = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  version: z.string().optional(),
  cloneFrom: z.string().optional(),
  binaryMediaTypes: z.array(z.string()).default([]),
  minimumCompressionSize: z.number().int().optional(),
  apiKeySource: z.enum(['AUTHORIZER', 'HEADER']).default('HEADER'),
  endpointConfiguration: z
    .object({
      types: z.array(z.enum(['PRIVATE', 'EDGE', 'REGIONAL'])).optional(),
      ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
      vpcEndpointIds: z.array(z.string()).optional(),
    })
    .default({}),
  policy: z.string().optional(),
  tags: namedValues(z.string()).prefault({}),
  disableExecuteApiEndpoint: z.boolean().default(false),
});

/** REST APIs themselves; their import is in `import-operations.ts`. */
export const restApiOperations: readonly RestOperation[] = [
  operation('CreateRestApi', 'POST /restapis', createRestApi),
  operation('GetRestApis', 'GET /restapis', (request, region) => {
    const { item, ...rest } = pageOf(request, apisByAge(region), ({ id }) => id);
    return { body: { item: item.map((api) => restApiView(api)), ...rest } };
  }),
  operation('GetRestApi', 'GET /restapis/{restApiId}', (request, region) => ({
    body: taggedRestApiView(requireApi(request, region)),
  })),
  operation('UpdateRestApi', 'PATCH /restapis/{restApiId}', (request, region) => {
    const api = requireApi(request, region);
    patchRestApi(api, parseBody(request, patchBody, 'updateRestApiInput').patchOperations);
    return { body: taggedRestApiView(api) };
  }),
  operation('DeleteRestApi', 'DELETE /restapis/{restApiId}', (request, region) => {
    const { id } = requireApi(request, region);
    refuseMapped(region, id);
    Reflect.deleteProperty(region.state.apigateway.restApis, id);
    leavePlans(region, id);
    return { status: 202 };
  }),
];

/** AWS documents no order; the oldest first keeps pages stable while APIs are added. */
function apisByAge(region: Region): RestApi[] {
  return Object.values(region.state.apigateway.restApis);
}

function createRestApi(request: RestRequest, region: Region) {
  const body = parseBody(request, createBody, 'createRestApiInput');
  refuseUnmodelled(body);
  const name = body.name ?? '';
  if (name === '') {
    throw badRequest('Name is required');
  }
  const { types = ['EDGE'], ipAddressType } = body.endpointConfiguration;
  const endpointConfiguration = {
    types,
    ...(ipAddressType === undefined ? {} : { ipAddressType }),
  };
  verifyDescription(body.description);
  verifyEndpointConfiguration(endpointConfiguration);
  verifyCompression(body.minimumCompressionSize);
  verifyPolicy(body.policy);
  verifyTags(body.tags);
  const api = newRestApi(name, endpointConfiguration, region.now());
  api.tags = body.tags;
  setDescriptive(api, body);
  region.state.apigateway.restApis[api.id] = api;
  return { status: 201, body: restApiView(api) };
}

function refuseUnmodelled(body: z.infer<typeof createBody>): void {
  if (body.cloneFrom !== undefined) {
    throw notImplemented('Cloning a REST API');
  }
  if ((body.endpointConfiguration.vpcEndpointIds ?? []).length > 0) {
    throw notImplemented('A VPC endpoint');
  }
}

function setDescriptive(api: RestApi, body: z.infer<typeof createBody>): void {
  const { description, version, policy, minimumCompressionSize, binaryMediaTypes } = body;
  api.binaryMediaTypes = binaryMediaTypes;
  api.definition.binaryMediaTypes = [...binaryMediaTypes];
  if (description !== undefined) {
    api.description = description;
    api.definition.info.description = description;
  }
  if (version !== undefined) {
    api.definition.info.version = version;
  }
  if (policy !== undefined) {
    api.policy = policy;
    api.definition.policy = policy;
  }
  if (body.disableExecuteApiEndpoint) {
    api.definition.disableExecuteApiEndpoint = true;
  }
  if (body.apiKeySource !== 'HEADER') {
    api.definition.apiKeySource = body.apiKeySource;
  }
  if (minimumCompressionSize !== undefined) {
    api.definition.minimumCompressionSize = minimumCompressionSize;
  }
}
