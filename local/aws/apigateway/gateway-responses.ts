import { z } from 'zod';
import { type ByName, namedValues } from '../by-name.ts';
import type { RestOperation } from '../operation.ts';
import { badRequest, notFound } from './errors.ts';
import { defaultGatewayResponse, verifyGatewayResponse } from './gateway-response-rules.ts';
import { gatewayResponseTypes } from './gateway-response-types.ts';
import { verifyLabels } from './labels.ts';
import { applyPatch, patchBody, pathOnly, valueOf } from './patch.ts';
import type { PatchRule } from './patch.ts';
import { requireApi } from './lookup.ts';
import { label, operation } from '../rest/operation.ts';
import { parseBody } from './request.ts';
import type { GatewayResponse, RestApi } from './state.ts';
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
    return { body: { item: gatewayResponseTypes.toSorted().map((type) => viewOf(api, type)) } };
  }),
  operation('GetGatewayResponse', `GET ${path}/{responseType}`, (request, region) => {
    verifyLabels(request);
    return { body: viewOf(requireApi(request, region), label(request, 'responseType')) };
  }),
  operation('PutGatewayResponse', `PUT ${path}/{responseType}`, (request, region) => {
    const { statusCode, ...body } = parseBody(request, putBody, 'putGatewayResponseInput');
    const api = requireApi(request, region);
    const status = statusCode === undefined ? {} : { statusCode };
    const response = { responseType: label(request, 'responseType'), ...status, ...body };
    verifyGatewayResponse(response);
    api.definition.gatewayResponses[response.responseType] = response;
    return { status: 201, body: ownView(response) };
  }),
  operation('UpdateGatewayResponse', `PATCH ${path}/{responseType}`, (request, region) => {
    const { patchOperations } = parseBody(request, patchBody, 'updateGatewayResponseInput');
    const { gatewayResponses } = requireApi(request, region).definition;
    const type = label(request, 'responseType');
    const current = gatewayResponses[type] ?? { ...defaultGatewayResponse(type) };
    const withDefaults = { ...current, responseTemplates: templatesOf(current) };
    const patched = applyPatch(withDefaults, patchOperations, patchRules, pathOnly);
    verifyGatewayResponse(patched);
    gatewayResponses[type] = patched;
    return { body: ownView(patched) };
  }),
  operation('DeleteGatewayResponse', `DELETE ${path}/{responseType}`, (request, region) => {
    verifyLabels(request);
    const { gatewayResponses } = requireApi(request, region).definition;
    const type = label(request, 'responseType');
    if (gatewayResponses[type] === undefined) {
      throw notFound('Gateway response type not defined on api');
    }
    Reflect.deleteProperty(gatewayResponses, type);
    return { status: 202 };
  }),
];

const patchRules: readonly PatchRule<GatewayResponse>[] = [
  {
    path: /^\/statusCode$/,
    ops: ['replace'],
    apply(response, operation) {
      response.statusCode = valueOf(operation);
    },
  },
  mapRule('responseParameters'),
  mapRule('responseTemplates'),
];

function mapRule(member: 'responseParameters' | 'responseTemplates'): PatchRule<GatewayResponse> {
  return {
    path: new RegExp(`^/${member}/([^/]+)$`),
    ops: ['add', 'replace', 'remove'],
    apply(response, { op, value = '' }, [name = '']) {
      const map = response[member];
      if (op !== 'add' && map[name] === undefined) {
        throw notFound('Invalid parameter name specified');
      }
      if (op === 'remove') {
        Reflect.deleteProperty(map, name);
        return;
      }
      if (value === '') {
        throw badRequest(`Invalid null or empty value in ${member}`);
      }
      map[name] = value;
    },
  };
}

/** A response of the API's own; what it leaves out is as in the type's default. */
function ownView(response: GatewayResponse): Record<string, unknown> {
  const { statusCode } = defaultGatewayResponse(response.responseType);
  const whole = {
    ...(statusCode === undefined ? {} : { statusCode }),
    ...response,
    responseTemplates: templatesOf(response),
  };
  return gatewayResponseView(whole, false);
}

function templatesOf({ responseType, responseTemplates }: GatewayResponse): ByName<string> {
  const isEmpty = Object.keys(responseTemplates).length === 0;
  return isEmpty ? defaultGatewayResponse(responseType).responseTemplates : responseTemplates;
}

/** A type without a response of its own inherits from `DEFAULT_4XX` or `DEFAULT_5XX`, where there is one. */
function viewOf({ definition }: RestApi, type: string): Record<string, unknown> {
  const own = definition.gatewayResponses[type];
  if (own !== undefined) {
    return ownView(own);
  }
  const standard = defaultGatewayResponse(type);
  const group = `DEFAULT_${standard.statusCode?.charAt(0) ?? 'X'}XX`;
  const inherited = definition.gatewayResponses[group];
  if (inherited === undefined) {
    return gatewayResponseView(standard, true);
  }
  const whole = {
    ...standard,
    ...inherited,
    responseType: type,
    responseTemplates: templatesOf(inherited),
  };
  return gatewayResponseView(whole, true);
}
