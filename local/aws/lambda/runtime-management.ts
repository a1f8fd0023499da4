import { z } from 'zod';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { functionArn } from './arn.ts';
import { invalidParameter } from './errors.ts';
import { meansAlias, requireFunction, requireVersion } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import type { FunctionState, RuntimeUpdates, VersionState } from './state.ts';

const input = z.object({
  UpdateRuntimeOn: z.enum(['Auto', 'FunctionUpdate', 'Manual']),
  RuntimeVersionArn: z
    .string()
    .min(26)
    .max(2048)
    .regex(/^arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}::runtime:.+$/)
    .optional(),
});

const byDefault: RuntimeUpdates = { on: 'Auto' };

/** When the runtime of a version is updated; kept and answered, as there is one Node.js here. */
function putRuntimeManagementConfig(request: RestRequest, region: Region): RestResponse {
  const { UpdateRuntimeOn: on, RuntimeVersionArn: arn } = parseBody(request, input);
  const { fn, version } = versionOf(request, region);
  if ((on === 'Manual') !== (arn !== undefined)) {
    throw invalidParameter(
      on === 'Manual'
        ? 'RuntimeVersionArn is required when UpdateRuntimeOn is Manual.'
        : `RuntimeVersionArn must not be given when UpdateRuntimeOn is ${on}.`,
    );
  }
  version.runtimeUpdates = { on, ...(arn !== undefined && { arn }) };
  return { body: view(region, fn, version) };
}

function getRuntimeManagementConfig(request: RestRequest, region: Region): RestResponse {
  const { fn, version } = versionOf(request, region);
  return { body: view(region, fn, version) };
}

function view(region: Region, fn: FunctionState, version: VersionState): Record<string, unknown> {
  const { on, arn } = version.runtimeUpdates ?? byDefault;
  return {
    UpdateRuntimeOn: on,
    FunctionArn: functionArn(region, fn.name, version.version),
    ...(arn !== undefined && { RuntimeVersionArn: arn }),
  };
}

function versionOf(
  request: RestRequest,
  region: Region,
): { readonly fn: FunctionState; readonly version: VersionState } {
  const { name, qualifier = '$LATEST' } = namedFunction(request, region);
  if (meansAlias(qualifier)) {
    throw invalidParameter('Aliases have no runtime management configuration.');
  }
  const fn = requireFunction(region, name);
  return { fn, version: requireVersion(region, fn, qualifier) };
}

const path = '/2021-07-20/functions/{FunctionName}/runtime-management-config';

export const runtimeManagementOperations = [
  operation('PutRuntimeManagementConfig', `PUT ${path}`, putRuntimeManagementConfig),
  operation('GetRuntimeManagementConfig', `GET ${path}`, getRuntimeManagementConfig),
];
