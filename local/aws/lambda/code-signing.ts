import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { label, operation } from '../rest/operation.ts';
import { requireFunction, resolveName } from './lookup.ts';

/** No function here has a configuration, and of such a function AWS's answer has no member. */
function getFunctionCodeSigningConfig(request: RestRequest, region: Region): RestResponse {
  requireFunction(region, resolveName(region, label(request, 'FunctionName')).name);
  return { body: {} };
}

export const codeSigningOperations = [
  operation(
    'GetFunctionCodeSigningConfig',
    'GET /2020-06-30/functions/{FunctionName}/code-signing-config',
    getFunctionCodeSigningConfig,
  ),
];
