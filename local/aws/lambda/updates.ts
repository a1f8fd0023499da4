import { z } from 'zod';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { codeMembers, codeSource } from './code-source.ts';
import { readPackage, storeCode } from './code.ts';
import {
  architectures,
  configurationInput,
  refusable,
  verifyModelled,
} from './configuration-input.ts';
import { applyConfiguration } from './configuration.ts';
import { invalidParameter } from './errors.ts';
import { requireFunction } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody, verifyRequestSize } from './request.ts';
import { currentRevisionId, updateLatest, verifyRevision, verifySettled } from './settling.ts';
import type { FunctionState, VersionState } from './state.ts';
import { publish } from './versions.ts';
import { functionView } from './views.ts';

const codeInput = codeMembers.extend({
  Architectures: architectures.optional(),
  Publish: z.boolean().optional(),
  DryRun: z.boolean().optional(),
  RevisionId: z.string().optional(),
});

const configurationUpdate = z.object({
  ...refusable.shape,
  ...configurationInput.shape,
  RevisionId: z.string().optional(),
});

function updateFunctionCode(request: RestRequest, region: Region): RestResponse {
  verifyRequestSize(request, 'UpdateFunctionCode');
  const fn = functionToUpdate(request, region);
  const input = parseBody(request, codeInput);
  verifyRevision(currentRevisionId(fn.latest, region.now()), input.RevisionId);
  const source = codeSource('UpdateFunctionCode', input);
  const architecture = input.Architectures?.[0] ?? fn.latest.configuration.architecture;
  const configuration = { ...fn.latest.configuration, architecture };
  if (input.DryRun === true) {
    readPackage(region, source);
    return { body: functionView(region, fn, fn.latest) };
  }
  const code = storeCode(region, source);
  replaceLatest(fn, updateLatest(region, fn.latest, { code, configuration }));
  if (input.Publish !== true) {
    return { body: functionView(region, fn, fn.latest) };
  }
  const version = publish(region, fn);
  return { body: functionView(region, fn, version, version.version) };
}

function updateFunctionConfiguration(request: RestRequest, region: Region): RestResponse {
  const fn = functionToUpdate(request, region);
  const input = parseBody(request, configurationUpdate);
  verifyModelled(input);
  verifyRevision(currentRevisionId(fn.latest, region.now()), input.RevisionId);
  const configuration = applyConfiguration(region, fn.name, fn.latest.configuration, input);
  replaceLatest(fn, updateLatest(region, fn.latest, { configuration }));
  return { body: functionView(region, fn, fn.latest) };
}

function functionToUpdate(request: RestRequest, region: Region): FunctionState {
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier !== undefined && qualifier !== '$LATEST') {
    throw invalidParameter('Only the $LATEST version of a function can be updated.');
  }
  const fn = requireFunction(region, name);
  verifySettled(region, name, fn.latest);
  return fn;
}

/** Any update call, also one with identical content, makes the next publish a new version (trap D6). */
function replaceLatest(fn: FunctionState, latest: VersionState): void {
  fn.latest = latest;
  delete fn.publishedFromLatest;
}

export const updateOperations = [
  operation(
    'UpdateFunctionCode',
    'PUT /2015-03-31/functions/{FunctionName}/code',
    updateFunctionCode,
  ),
  operation(
    'UpdateFunctionConfiguration',
    'PUT /2015-03-31/functions/{FunctionName}/configuration',
    updateFunctionConfiguration,
  ),
];
