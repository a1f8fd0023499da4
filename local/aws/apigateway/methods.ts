import { byName, namedValues } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { notImplemented } from '../not-implemented.ts';
import { badRequest, conflict } from './errors.ts';
import { requireApi, requireMethod, requireResource } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { patchBody } from './patch.ts';
import { parseBody } from './request.ts';
import { methodRules } from './method-patch.ts';
import { httpMethods, verifyMethod } from './method-rules.ts';
import { applyPatch } from './patch.ts';
import type { Method } from './state.ts';
import { methodView } from './views.ts';

const path = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}';

const putBody = z.object({
  authorizationType: z.string(),
  authorizerId: z.string().optional(),
  apiKeyRequired: z.boolean().default(false),
  operationName: z.string().optional(),
  requestParameters: namedValues(z.boolean()).prefault({}),
  requestModels: namedValues(z.string()).prefault({}),
  requestValidatorId: z.string().optional(),
});

export const methodOperations: readonly RestOperation[] = [
  operation('PutMethod', `PUT ${path}`, putMethod),
  operation('GetMethod', `GET ${path}`, (request, region) => {
    const api = requireApi(request, region);
    return { body: methodView(requireMethod(request, api), label(request, 'resourceId')) };
  }),
  operation('UpdateMethod', `PATCH ${path}`, (request, region) => {
    const api = requireApi(request, region);
    const { methods } = requireResource(request, api);
    const method = requireMethod(request, api);
    const patched = applyPatch(method, parseBody(request, patchBody).patchOperations, methodRules);
    verifyMethod(patched, api.definition);
    methods[method.httpMethod] = patched;
    return { body: methodView(patched, label(request, 'resourceId')) };
  }),
  operation('DeleteMethod', `DELETE ${path}`, (request, region) => {
    const api = requireApi(request, region);
    const { httpMethod } = requireMethod(request, api);
    Reflect.deleteProperty(requireResource(request, api).methods, httpMethod);
    return { status: 204 };
  }),
];

function putMethod(request: RestRequest, region: Region) {
  const { definition } = requireApi(request, region);
  const resource = requireResource(request, requireApi(request, region));
  const httpMethod = label(request, 'httpMethod').toUpperCase();
  if (!httpMethods.includes(httpMethod)) {
    throw badRequest(`Invalid HTTP method specified: ${httpMethod}`);
  }
  if (resource.methods[httpMethod] !== undefined) {
    throw conflict('Method already exists for this resource');
  }
  const { operationName, requestValidatorId, authorizerId, ...body } = parseBody(request, putBody);
  if (authorizerId !== undefined) {
    throw notImplemented('An authorizer');
  }
  const method: Method = {
    httpMethod,
    ...body,
    methodResponses: byName(),
    ...(operationName === undefined ? {} : { operationName }),
    ...(requestValidatorId === undefined ? {} : { requestValidatorId }),
  };
  verifyMethod(method, definition);
  resource.methods[httpMethod] = method;
  return { status: 201, body: methodView(method, resource.id) };
}
