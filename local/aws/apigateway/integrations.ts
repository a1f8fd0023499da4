import { byName, namedValues } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { notImplemented } from '../not-implemented.ts';
import { badRequest } from './errors.ts';
import { integrationRules } from './integration-patch.ts';
import { defaultTimeoutInMillis, verifyIntegration } from './integration-rules.ts';
import { givenEmpty } from './given-empty.ts';
import { requireApiOfResource, requireIntegration, requireMethod } from './lookup.ts';
import { httpMethods } from './method-rules.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { applyPatch, operationsOfPath, patchBody } from './patch.ts';
import type { Integration } from './state.ts';
import { integrationView } from './views.ts';

const path = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration';

const templates = namedValues(
  z
    .string()
    .nullable()
    .transform((template) => template ?? ''),
);

const putBody = z.object({
  type: z.enum(['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS']),
  httpMethod: z.string().optional(),
  uri: z.string().optional(),
  credentials: z.string().optional(),
  requestParameters: namedValues(z.string()).prefault({}),
  requestTemplates: templates.prefault({}),
  passthroughBehavior: z
    .enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])
    .default('WHEN_NO_MATCH'),
  contentHandling: z.enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']).optional(),
  timeoutInMillis: z.number().int().default(defaultTimeoutInMillis),
  cacheNamespace: z.string().optional(),
  cacheKeyParameters: z.array(z.string()).default([]),
  connectionType: z.string().default('INTERNET'),
  tlsConfig: z.unknown().optional(),
  responseTransferMode: z.string().default('BUFFERED'),
});

export const integrationOperations: readonly RestOperation[] = [
  operation('PutIntegration', `PUT ${path}`, putIntegration),
  operation('GetIntegration', `GET ${path}`, (request, region) => {
    const api = requireApiOfResource(request, region);
    const integration = requireIntegration(requireMethod(request, api));
    return { body: integrationView(integration, label(request, 'resourceId')) };
  }),
  operation('UpdateIntegration', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateIntegrationInput');
    const method = requireMethod(request, requireApiOfResource(request, region));
    const integration = requireIntegration(method);
    const patched = applyPatch(integration, patchOperations, integrationRules, operationsOfPath);
    verifyIntegration(patched, method);
    method.integration = patched;
    return { body: integrationView(patched, label(request, 'resourceId')) };
  }),
  operation('DeleteIntegration', `DELETE ${path}`, (request, region) => {
    const method = requireMethod(request, requireApiOfResource(request, region));
    requireIntegration(method);
    delete method.integration;
    return { status: 204 };
  }),
];

/** PutIntegration replaces an integration whole: its responses go with it. */
function putIntegration(request: RestRequest, region: Region) {
  const body = parseBody(request, putBody, 'putIntegrationInput');
  const method = requireMethod(request, requireApiOfResource(request, region));
  refuseUnmodelled(body);
  const integration = {
    ...toIntegration(body),
    ...givenEmpty(request.body, ['requestParameters', 'requestTemplates']),
  };
  if (integration.httpMethod !== undefined && !httpMethods.includes(integration.httpMethod)) {
    throw badRequest(`Invalid HTTP method specified: ${integration.httpMethod}`);
  }
  verifyIntegration(integration, method);
  method.integration = integration;
  return { status: 201, body: integrationView(integration, label(request, 'resourceId')) };
}

/** On the wire the backend's method is `httpMethod`; SDK and CLI call it `integrationHttpMethod`. */
function toIntegration(body: z.infer<typeof putBody>): Integration {
  const { credentials, contentHandling, cacheNamespace } = body;
  // A mock calls nothing: AWS forgets what it would have called.
  const { httpMethod, uri } = body.type === 'MOCK' ? {} : body;
  return {
    type: body.type,
    ...(httpMethod === undefined ? {} : { httpMethod }),
    ...(uri === undefined ? {} : { uri }),
    ...(credentials === undefined ? {} : { credentials }),
    requestParameters: body.requestParameters,
    requestTemplates: body.requestTemplates,
    passthroughBehavior: body.passthroughBehavior,
    ...(contentHandling === undefined ? {} : { contentHandling }),
    timeoutInMillis: body.timeoutInMillis,
    ...(cacheNamespace === undefined ? {} : { cacheNamespace }),
    cacheKeyParameters: body.cacheKeyParameters,
    integrationResponses: byName(),
  };
}

function refuseUnmodelled(body: z.infer<typeof putBody>): void {
  if (body.connectionType !== 'INTERNET') {
    throw notImplemented(`The connection type ${body.connectionType}`);
  }
  if (body.tlsConfig !== undefined) {
    throw notImplemented('A TLS configuration of an integration');
  }
  if (body.responseTransferMode !== 'BUFFERED') {
    throw notImplemented(`The response transfer mode ${body.responseTransferMode}`);
  }
}
