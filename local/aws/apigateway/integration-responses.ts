import { z } from 'zod';
import { namedValues } from '../by-name.ts';
import type { RestOperation } from '../operation.ts';
import { verifyIntegrationResponse } from './integration-rules.ts';
import { requireApi, requireIntegrationResponse, requireMethod } from './lookup.ts';
import { notFound } from './errors.ts';
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
    const method = requireMethod(request, requireApi(request, region));
    if (method.integration === undefined) {
      throw notFound('No integration defined for method');
    }
    const response = toResponse(label(request, 'statusCode'), parseBody(request, putBody));
    verifyIntegrationResponse(response, method);
    method.integration.integrationResponses[response.statusCode] = response;
    return { status: 201, body: integrationResponseView(response) };
  }),
  operation('GetIntegrationResponse', `GET ${path}`, (request, region) => {
    const method = requireMethod(request, requireApi(request, region));
    return { body: integrationResponseView(requireIntegrationResponse(request, method)) };
  }),
  operation('DeleteIntegrationResponse', `DELETE ${path}`, (request, region) => {
    const method = requireMethod(request, requireApi(request, region));
    const { statusCode } = requireIntegrationResponse(request, method);
    Reflect.deleteProperty(method.integration?.integrationResponses ?? {}, statusCode);
    return { status: 204 };
  }),
];

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
