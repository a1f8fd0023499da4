import { z } from 'zod';
import { namedValues } from '../by-name.ts';
import type { RestOperation } from '../operation.ts';
import { verifyIntegrationResponse } from './integration-rules.ts';
import { forgetGivenEmpty, givenEmpty } from './given-empty.ts';
import { toContentHandling } from './integration-patch.ts';
import { verifyLabels } from './labels.ts';
import {
  findMethod,
  requireApiOfResource,
  requireIntegration,
  requireIntegrationResponse,
  requireMethod,
} from './lookup.ts';
import { notFound } from './errors.ts';
import { patchEntry } from './method-patch.ts';
import { applyPatch, operationsOfPath, patchBody } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import type { IntegrationResponse } from './state.ts';
import { integrationResponseView } from './views.ts';

const path =
  '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}';

const putBody = z.object({
  selectionPattern: z.string().optional(),
  responseParameters: namedValues(z.string()).prefault({}),
  responseTemplates: namedValues(
    z
      .string()
      .nullable()
      .transform((template) => template ?? ''),
  ).prefault({}),
  contentHandling: z.enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']).optional(),
});

export const integrationResponseOperations: readonly RestOperation[] = [
  operation('PutIntegrationResponse', `PUT ${path}`, (request, region) => {
    const body = parseBody(request, putBody, 'putIntegrationResponseInput');
    const method = requireMethod(request, requireApiOfResource(request, region));
    const { integration } = method;
    if (integration === undefined) {
      throw notFound('No integration defined for method');
    }
    const response = {
      ...toResponse(label(request, 'statusCode'), body),
      ...givenEmpty(request.body, ['responseParameters', 'responseTemplates']),
    };
    verifyIntegrationResponse(response, method);
    integration.integrationResponses[response.statusCode] = response;
    return { status: 201, body: integrationResponseView(response) };
  }),
  operation('GetIntegrationResponse', `GET ${path}`, (request, region) => {
    verifyLabels(request);
    const method = requireMethod(request, requireApiOfResource(request, region));
    return { body: integrationResponseView(requireIntegrationResponse(request, method)) };
  }),
  operation('UpdateIntegrationResponse', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateIntegrationResponseInput');
    const method = requireMethod(request, requireApiOfResource(request, region));
    const response = requireIntegrationResponse(request, method);
    const patched = applyPatch(response, patchOperations, patchRules, operationsOfPath);
    verifyIntegrationResponse(patched, method);
    requireIntegration(method).integrationResponses[patched.statusCode] = patched;
    return { body: integrationResponseView(patched) };
  }),
  operation('DeleteIntegrationResponse', `DELETE ${path}`, (request, region) => {
    verifyLabels(request);
    const { integration } = findMethod(request, requireApiOfResource(request, region)) ?? {};
    if (integration === undefined) {
      throw notFound('Invalid Integration identifier specified');
    }
    const statusCode = label(request, 'statusCode');
    if (integration.integrationResponses[statusCode] === undefined) {
      throw notFound('Invalid Response status code specified');
    }
    Reflect.deleteProperty(integration.integrationResponses, statusCode);
    return { status: 204 };
  }),
];

const patchRules: readonly PatchRule<IntegrationResponse>[] = [
  {
    path: /^\/selectionPattern$/,
    ops: ['replace'],
    apply(response, { value = '' }) {
      response.selectionPattern = value;
    },
  },
  {
    path: /^\/contentHandling$/,
    ops: ['replace'],
    apply(response, { value = '' }) {
      const handling = toContentHandling(value);
      if (handling === undefined) {
        delete response.contentHandling;
      } else {
        response.contentHandling = handling;
      }
    },
  },
  mapRule('responseParameters', 'Invalid parameter name specified'),
  mapRule('responseTemplates', 'Content-Type specified was not found'),
];

function mapRule(
  member: 'responseParameters' | 'responseTemplates',
  missing: string,
): PatchRule<IntegrationResponse> {
  return {
    path: new RegExp(`^/${member}/([^/]+)$`),
    ops: ['add', 'replace', 'remove'],
    apply(response, { op, value = '' }, [name = '']) {
      if (op !== 'add' && response[member][name] === undefined) {
        throw notFound(missing);
      }
      patchEntry(response[member], op, name, value);
      forgetGivenEmpty(response);
    },
  };
}

function toResponse(statusCode: string, body: z.infer<typeof putBody>): IntegrationResponse {
  const { selectionPattern, contentHandling, responseParameters, responseTemplates } = body;
  return {
    statusCode,
    ...(selectionPattern === undefined ? {} : { selectionPattern }),
    responseParameters,
    responseTemplates,
    ...(contentHandling === undefined ? {} : { contentHandling }),
  };
}
