import { byName } from '../by-name.ts';
import { badRequest } from './errors.ts';
import { gatewayResponseTypes } from './gateway-response-types.ts';
import type { GatewayResponse } from './state.ts';

/** "Gateway response types" of the developer guide: each type's status; the two defaults have none. */
const statusCodes = byName<string | undefined>({
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
});

/** What API Gateway answers where an API defines nothing for a type. */
export function defaultGatewayResponse(responseType: string): GatewayResponse {
  const statusCode = statusCodes[responseType];
  return {
    responseType,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters: byName(),
    responseTemplates: byName({
      'application/json': '{"message":$context.error.messageString}',
    }),
  };
}

const target = /^gatewayresponse\.header\.[a-zA-Z0-9._$-]+$/;
const source =
  /^(?:'[\s\S]*'|context\..+|stageVariables\.[A-Za-z0-9_]+|method\.request\.(?:header|multivalueheader|querystring|multivaluequerystring|path)\..+)$/;

/** @throws {AwsError} 400 for a type, a status or a mapping that AWS does not take */
export function verifyGatewayResponse(response: GatewayResponse): void {
  const { responseType, statusCode, responseParameters } = response;
  if (!gatewayResponseTypes.includes(responseType)) {
    throw badRequest(`Invalid response type specified: ${responseType}`);
  }
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) {
    throw badRequest(`Invalid status code specified: ${statusCode}`);
  }
  for (const [name, value] of Object.entries(responseParameters)) {
    if (!target.test(name) || !source.test(value)) {
      throw badRequest(`Invalid mapping expression specified: ${target.test(name) ? value : name}`);
    }
  }
}
