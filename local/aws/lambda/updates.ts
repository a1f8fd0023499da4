import { z } from 'zod';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { readPackage, readPackageOf, storeCode, storeCodeOf } from './code.ts';
import {
  architectures,
  configurationInput,
  refusable,
  verifyModelled,
} from './configuration-input.ts';
import { applyConfiguration } from './configuration.ts';
import { notImplemented } from '../not-implemented.ts';
import { invalidParameter } from './errors.ts';
import { requireFunction } from './lookup.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody, verifyRequestSize } from './request.ts';
import { currentRevisionId, updateLatest, verifyRevision, verifySettled } from './settling.ts';
import type { FunctionState, VersionState } from './state.ts';
import { publish } from './versions.ts';
import { functionView } from './views.ts';

const codeInput = z.looseObject({
  ZipFile: z.string().optional(),
  S3Bucket: z.string().optional(),
  S3Key: z.string().optional(),
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
  const source = sourceOf(input);
  const architecture = input.Architectures?.[0] ?? fn.latest.configuration.architecture;
  const configuration = { ...fn.latest.configuration, architecture };
  if (input.DryRun === true) {
    if (typeof source === 'string') {
      readPackage(source);
    } else {
      readPackageOf(region, source.bucket, source.key);
    }
    return { body: functionView(region, fn, fn.latest) };
  }
  const code =
    typeof source === 'string'
      ? storeCode(region, source)
      : storeCodeOf(region, source.bucket, source.key);
  replaceLatest(fn, updateLatest(region, fn.latest, { code, configuration }));
  if (input.Publish !== true) {
    return { body: functionView(region, fn, fn.latest) };
  }
  const version = publish(region, fn);
  return { body: functionView(region, fn, version, version.version) };
}

/** Code in base64, or an object in S3. */
function sourceOf(
  input: z.output<typeof codeInput>,
): string | { readonly bucket: string; readonly key: string } {
  const unmodelled = ['S3ObjectVersion', 'S3ObjectStorageMode', 'ImageUri'];
  for (const member of [...unmodelled, 'PublishTo', 'SourceKMSKeyArn']) {
    if (input[member] !== undefined) {
      throw notImplemented(`${member} of UpdateFunctionCode`);
    }
  }
  if (input.ZipFile !== undefined) {
    return input.ZipFile;
  }
  if (input.S3Bucket !== undefined && input.S3Key !== undefined) {
    return { bucket: input.S3Bucket, key: input.S3Key };
  }
  throw invalidParameter('Please provide a source for function code.');
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
