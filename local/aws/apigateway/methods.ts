import { byName, namedValues } from '../by-name.ts';
import { z } from 'zod';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { badRequest, conflict } from './errors.ts';
import { givenEmpty } from './given-empty.ts';
import { requireApiOfResource, requireMethod, requireResource } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import { methodRules } from './method-patch.ts';
import { httpMethods, toAuthorizationType, verifyMethod } from './method-rules.ts';
import { applyPatch, operationsOfPath, patchBody } from './patch.ts';
import type { Method } from './state.ts';
import { methodView } from './views.ts';

const path = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}';

const putBody = z.object({
  authorizationType: z.string(),
  authorizerId: z.string().optional(),
  authorizationScopes: z.array(z.string()).optional(),
  apiKeyRequired: z.boolean().default(false),
  operationName: z.string().optional(),
  requestParameters: namedValues(z.boolean()).prefault({}),
  requestModels: namedValues(z.string()).prefault({}),
  requestValidatorId: z.string().optional(),
});

export const methodOperations: readonly RestOperation[] = [
  operation('PutMethod', `PUT ${path}`, putMethod),
  operation('GetMethod', `GET ${path}`, (request, region) => {
    const api = requireApiOfResource(request, region);
    return { body: methodView(requireMethod(request, api), label(request, 'resourceId')) };
  }),
  operation('UpdateMethod', `PATCH ${path}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateMethodInput');
    const api = requireApiOfResource(request, region);
    const { methods } = requireResource(request, api);
    const method = requireMethod(request, api);
    const patched = withNeededAuthorizer(
      applyPatch(method, patchOperations, methodRules, operationsOfPath),
    );
    verifyMethod(patched, api.definition);
    methods[method.httpMethod] = patched;
    return { body: methodView(patched, label(request, 'resourceId')) };
  }),
  operation('DeleteMethod', `DELETE ${path}`, (request, region) => {
    const api = requireApiOfResource(request, region);
    const { httpMethod } = requireMethod(request, api);
    Reflect.deleteProperty(requireResource(request, api).methods, httpMethod);
    return { status: 204 };
  }),
];

/** A patch can name an authorizer for a method that asks none; AWS passes over it. */
function withNeededAuthorizer({ authorizerId, ...method }: Method): Method {
  const asks = ['CUSTOM', 'COGNITO_USER_POOLS'].includes(method.authorizationType);
  return asks && authorizerId !== undefined ? { ...method, authorizerId } : method;
}

function putMethod(request: RestRequest, region: Region) {
  const parsed = parseBody(request, putBody, 'putMethodInput');
  const { operationName, requestValidatorId, authorizerId, authorizationScopes, ...body } = parsed;
  const api = requireApiOfResource(request, region);
  const resource = requireResource(request, api);
  const httpMethod = label(request, 'httpMethod').toUpperCase();
  if (!httpMethods.includes(httpMethod)) {
    throw badRequest(
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    );
  }
  if (resource.methods[httpMethod] !== undefined) {
    throw conflict('Method already exists for this resource');
  }
  const method: Method = {
    httpMethod,
    ...body,
    ...givenEmpty(request.body, ['requestParameters', 'requestModels']),
    authorizationType: toAuthorizationType(body.authorizationType),
    ...(authorizerId === undefined ? {} : { authorizerId }),
    ...(authorizationScopes === undefined ? {} : { authorizationScopes }),
    methodResponses: byName(),
    ...(operationName === undefined ? {} : { operationName }),
    ...(requestValidatorId === undefined ? {} : { requestValidatorId }),
  };
  verifyMethod(method, api.definition);
  resource.methods[httpMethod] = method;
  return { status: 201, body: methodView(method, resource.id) };
}
