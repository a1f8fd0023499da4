import { z } from 'zod';
import { namedValues } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import { badRequest, notFound } from './errors.ts';
import {
  defaultGatewayResponse,
  gatewayResponseTypes,
  isGatewayResponseType,
  verifyGatewayResponse,
} from './gateway-response-rules.ts';
import { requireApi } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import type { RestApi } from './state.ts';
import { gatewayResponseView } from './views.ts';

const path = '/restapis/{restApiId}/gatewayresponses';

const putBody = z.object({
  statusCode: z.string().optional(),
  responseParameters: namedValues(z.string()).prefault({}),
  responseTemplates: namedValues(z.string()).prefault({}),
});

/** What API Gateway itself answers with: for types without one of their own, the documented default. */
export const gatewayResponseOperations: readonly RestOperation[] = [
  operation('GetGatewayResponses', `GET ${path}`, (request, region) => {
    const api = requireApi(request, region);
    return { body: { item: gatewayResponseTypes.map((type) => viewOf(api, type)) } };
  }),
  operation('GetGatewayResponse', `GET ${path}/{responseType}`, (request, region) => ({
    body: viewOf(requireApi(request, region), typeOf(request)),
  })),
  operation('PutGatewayResponse', `PUT ${path}/{responseType}`, (request, region) => {
    const api = requireApi(request, region);
    const { statusCode, ...body } = parseBody(request, putBody);
    const status = statusCode === undefined ? {} : { statusCode };
    const response = { responseType: typeOf(request), ...status, ...body };
    verifyGatewayResponse(response);
    api.definition.gatewayResponses[response.responseType] = response;
    return { status: 201, body: gatewayResponseView(response, false) };
  }),
  operation('DeleteGatewayResponse', `DELETE ${path}/{responseType}`, (request, region) => {
    const { gatewayResponses } = requireApi(request, region).definition;
    const type = typeOf(request);
    if (gatewayResponses[type] === undefined) {
      throw notFound('Gateway response type not defined on api');
    }
    Reflect.deleteProperty(gatewayResponses, type);
    return { status: 202 };
  }),
];

function typeOf(request: RestRequest): string {
  const type = label(request, 'responseType');
  if (!isGatewayResponseType(type)) {
    throw badRequest(`Invalid response type specified: ${type}`);
  }
  return type;
}

function viewOf({ definition }: RestApi, type: string): Record<string, unknown> {
  const response = definition.gatewayResponses[type];
  return gatewayResponseView(response ?? defaultGatewayResponse(type), response === undefined);
}
