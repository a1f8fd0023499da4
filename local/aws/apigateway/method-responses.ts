import { z } from 'zod';
import { namedValues } from '../by-name.ts';
import type { RestOperation } from '../operation.ts';
import { conflict } from './errors.ts';
import { requireApi, requireMethod, requireMethodResponse } from './lookup.ts';
import { verifyResponseDeclarations } from './mapping.ts';
import { verifyModels, verifyStatusCode } from './method-rules.ts';
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
    const api = requireApi(request, region);
    const { methodResponses } = requireMethod(request, api);
    const statusCode = label(request, 'statusCode');
    verifyStatusCode(statusCode);
    if (methodResponses[statusCode] !== undefined) {
      throw conflict('Response already exists for this resource');
    }
    const response = { statusCode, ...parseBody(request, putBody) };
    verifyResponseDeclarations(response.responseParameters);
    verifyModels(response.responseModels, api.definition);
    methodResponses[statusCode] = response;
    return { status: 201, body: methodResponseView(response) };
  }),
  operation('GetMethodResponse', `GET ${path}`, (request, region) => ({
    body: methodResponseView(
      requireMethodResponse(request, requireMethod(request, requireApi(request, region))),
    ),
  })),
  operation('DeleteMethodResponse', `DELETE ${path}`, (request, region) => {
    const method = requireMethod(request, requireApi(request, region));
    const { statusCode } = requireMethodResponse(request, method);
    Reflect.deleteProperty(method.methodResponses, statusCode);
    return { status: 204 };
  }),
];
