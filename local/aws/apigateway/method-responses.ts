import { z } from 'zod';
import { namedValues } from '../by-name.ts';
import type { RestOperation } from '../operation.ts';
import { conflict, notFound } from './errors.ts';
import { forgetGivenEmpty, givenEmpty } from './given-empty.ts';
import { verifyLabels } from './labels.ts';
import { requireApiOfResource, requireMethod, requireMethodResponse } from './lookup.ts';
import { verifyResponseDeclarations } from './mapping.ts';
import { patchEntry } from './method-patch.ts';
import { verifyModels } from './method-rules.ts';
import { applyPatch, booleanOf, patchBody, pathOnly } from './patch.ts';
import type { PatchRule } from './patch.ts';
import type { MethodResponse } from './state.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { methodResponseView } from './views.ts';

const path =
  '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}';

const putBody = z.object({
  responseParameters: namedValues(z.boolean()).prefault({}),
  responseModels: namedValues(z.string()).prefault({}),
});

export const methodResponseOperations: readonly RestOperation[] = [
  operation('PutMethodResponse', `PUT ${path}`, (request, region) => {
    const body = parseBody(request, putBody, 'putMethodResponseInput');
    const api = requireApiOfResource(request, region);
    const { methodResponses } = requireMethod(request, api);
    const statusCode = label(request, 'statusCode');
    if (methodResponses[statusCode] !== undefined) {
      throw conflict('Response already exists for this resource');
    }
    const given = givenEmpty(request.body, ['responseParameters', 'responseModels']);
    const response: MethodResponse = { statusCode, ...body, ...given };
    verifyResponseDeclarations(response.responseParameters);
    verifyModels(response.responseModels, api.definition);
    methodResponses[statusCode] = response;
    return { status: 201, body: methodResponseView(response) };
  }),
  operation('GetMethodResponse', `GET ${path}`, (request, region) => {
    verifyLabels(request);
    const method = requireMethod(request, requireApiOfResource(request, region));
    return { body: methodResponseView(requireMethodResponse(request, method)) };
  }),
  operation('UpdateMethodResponse', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateMethodResponseInput');
    const api = requireApiOfResource(request, region);
    const method = requireMethod(request, api);
    const response = requireMethodResponse(request, method);
    const patched = applyPatch(response, patchOperations, patchRules, pathOnly);
    verifyResponseDeclarations(patched.responseParameters);
    verifyModels(patched.responseModels, api.definition);
    method.methodResponses[patched.statusCode] = patched;
    return { status: 201, body: methodResponseView(patched) };
  }),
  operation('DeleteMethodResponse', `DELETE ${path}`, (request, region) => {
    verifyLabels(request);
    const method = requireMethod(request, requireApiOfResource(request, region));
    const { statusCode } = requireMethodResponse(request, method);
    Reflect.deleteProperty(method.methodResponses, statusCode);
    return { status: 204 };
  }),
];

const patchRules: readonly PatchRule<MethodResponse>[] = [
  {
    path: /^\/responseParameters\/([^/]+)$/,
    ops: ['add', 'replace', 'remove'],
    apply(response, operation, [name = '']) {
      const { responseParameters } = response;
      if (operation.op !== 'add' && responseParameters[name] === undefined) {
        throw notFound('Invalid parameter name specified');
      }
      const value = booleanOf(operation);
      patchEntry(responseParameters, operation.op, name, value);
      forgetGivenEmpty(response);
    },
  },
  {
    path: /^\/responseModels\/([^/]+)$/,
    ops: ['add', 'replace', 'remove'],
    apply(response, { op, value = '' }, [contentType = '']) {
      const { responseModels } = response;
      if (op !== 'add' && responseModels[contentType] === undefined) {
        throw notFound('Content-Type specified was not found');
      }
      patchEntry(responseModels, op, contentType, value);
      forgetGivenEmpty(response);
    },
  },
];
