import { z } from 'zod';
import type { RestOperation } from '../operation.ts';
import { conflict } from './errors.ts';
import { apiOf, methodOf, methodResponseOf } from './lookup.ts';
import { verifyResponseDeclarations } from './mapping.ts';
import { verifyModels, verifyStatusCode } from './method-rules.ts';
import { label, operation, readBody } from './operation.ts';
import { own } from './record.ts';
import { methodResponseView } from './views.ts';

const path =
  '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}';

const putBody = z.object({
  responseParameters: z.record(z.string(), z.boolean()).default({}),
  responseModels: z.record(z.string(), z.string()).default({}),
});

export const methodResponseOperations: readonly RestOperation[] = [
  operation('PutMethodResponse', `PUT ${path}`, (request, region) => {
    const api = apiOf(request, region);
    const { methodResponses } = methodOf(request, api);
    const statusCode = label(request, 'statusCode');
    verifyStatusCode(statusCode);
    if (own(methodResponses, statusCode) !== undefined) {
      throw conflict('Response already exists for this resource');
    }
    const response = { statusCode, ...readBody(request, putBody) };
    verifyResponseDeclarations(response.responseParameters);
    verifyModels(response.responseModels, api.definition);
    methodResponses[statusCode] = response;
    return { status: 201, body: methodResponseView(response) };
  }),
  operation('GetMethodResponse', `GET ${path}`, (request, region) => ({
    body: methodResponseView(methodResponseOf(request, methodOf(request, apiOf(request, region)))),
  })),
  operation('DeleteMethodResponse', `DELETE ${path}`, (request, region) => {
    const method = methodOf(request, apiOf(request, region));
    const { statusCode } = methodResponseOf(request, method);
    Reflect.deleteProperty(method.methodResponses, statusCode);
    return { status: 204 };
  }),
];
