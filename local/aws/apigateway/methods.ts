import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { badRequest, conflict, notModelled } from './errors.ts';
import { apiOf, methodOf, resourceOf } from './lookup.ts';
import { label, operation, patchBody, readBody } from './operation.ts';
import { methodRules } from './method-patch.ts';
import { httpMethods, verifyMethod } from './method-rules.ts';
import { applyPatch } from './patch.ts';
import { own } from './record.ts';
import type { Method } from './state.ts';
import { methodView } from './views.ts';

const path = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}';

const putBody = z.object({
  authorizationType: z.string(),
  authorizerId: z.string().optional(),
  apiKeyRequired: z.boolean().default(false),
  operationName: z.string().optional(),
  requestParameters: z.record(z.string(), z.boolean()).default({}),
  requestModels: z.record(z.string(), z.string()).default({}),
  requestValidatorId: z.string().optional(),
});

export const methodOperations: readonly RestOperation[] = [
  operation('PutMethod', `PUT ${path}`, putMethod),
  operation('GetMethod', `GET ${path}`, (request, region) => {
    const api = apiOf(request, region);
    return { body: methodView(methodOf(request, api), label(request, 'resourceId')) };
  }),
  operation('UpdateMethod', `PATCH ${path}`, (request, region) => {
    const api = apiOf(request, region);
    const { methods } = resourceOf(request, api);
    const method = methodOf(request, api);
    const patched = applyPatch(method, readBody(request, patchBody).patchOperations, methodRules);
    verifyMethod(patched, api.definition);
    methods[method.httpMethod] = patched;
    return { body: methodView(patched, label(request, 'resourceId')) };
  }),
  operation('DeleteMethod', `DELETE ${path}`, (request, region) => {
    const api = apiOf(request, region);
    const { httpMethod } = methodOf(request, api);
    Reflect.deleteProperty(resourceOf(request, api).methods, httpMethod);
    return { status: 204 };
  }),
];

function putMethod(request: RestRequest, region: Region) {
  const { definition } = apiOf(request, region);
  const resource = resourceOf(request, apiOf(request, region));
  const httpMethod = label(request, 'httpMethod').toUpperCase();
  if (!httpMethods.includes(httpMethod)) {
    throw badRequest(`Invalid HTTP method specified: ${httpMethod}`);
  }
  if (own(resource.methods, httpMethod) !== undefined) {
    throw conflict('Method already exists for this resource');
  }
  const { operationName, requestValidatorId, authorizerId, ...body } = readBody(request, putBody);
  if (authorizerId !== undefined) {
    throw notModelled('An authorizer');
  }
  const method: Method = {
    httpMethod,
    ...body,
    methodResponses: {},
    ...(operationName === undefined ? {} : { operationName }),
    ...(requestValidatorId === undefined ? {} : { requestValidatorId }),
  };
  verifyMethod(method, definition);
  resource.methods[httpMethod] = method;
  return { status: 201, body: methodView(method, resource.id) };
}
