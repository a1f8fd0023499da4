import { z } from 'zod';

import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { codeSha256 } from './code.ts';
import { invalidParameter } from './errors.ts';
import { requireFunction } from './lookup.ts';
import { pageOf } from './paging.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import {
  beginVersion,
  currentRevisionId,
  renewRevision,
  verifyRevision,
  verifySettled,
} from './settling.ts';
import type { FunctionState, VersionState } from './state.ts';
import { functionView, listedFunctionView } from './views.ts';

const publishInput = z.object({
  CodeSha256: z.string().optional(),
  Description: z.string().max(256).optional(),
  RevisionId: z.string().optional(),
  PublishTo: z.undefined('the embedded AWS does not model it').optional(),
});

/**
 * Makes a version of code and configuration of `$LATEST` as they are, under the next number. The
 * caller has checked that something may be published. PublishVersion makes it `Active` at once;
 * published along with new code, it is `Pending` first.
 */
export function publish(
  region: Region,
  fn: FunctionState,
  options: { readonly description?: string | undefined; readonly active?: boolean } = {},
): VersionState {
  const { description, active = false } = options;
  const { configuration, code } = fn.latest;
  const version = beginVersion(region, {
    version: String(fn.nextVersion),
    configuration: { ...configuration, description: description ?? configuration.description },
    code,
    change: 'create',
    ...(active && { settlesAt: region.now() }),
  });
  // AWS documents that a version has such a configuration, not that it begins with that of `$LATEST` [inf].
  if (fn.latest.runtimeUpdates !== undefined) {
    version.runtimeUpdates = fn.latest.runtimeUpdates;
  }
  fn.versions[version.version] = version;
  fn.nextVersion++;
  fn.publishedFromLatest = version.version;
  return version;
}

function publishVersion(request: RestRequest, region: Region): RestResponse {
  const input = parseBody(request, publishInput);
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier !== undefined && qualifier !== '$LATEST') {
    throw invalidParameter('Only the $LATEST version of a function can be published.');
  }
  const fn = requireFunction(region, name);
  verifySettled(region, name, fn.latest);
  verifyRevision(currentRevisionId(fn.latest, region.now()), input.RevisionId);
  verifyCode(fn, input.CodeSha256);
  const version = alreadyPublished(fn) ?? publishNew(region, fn, input.Description);
  return { status: 201, body: functionView(region, fn, version, version.version) };
}

/** Publishing changes the `RevisionId` of `$LATEST`, measured on AWS by other emulators' tests. */
function publishNew(region: Region, fn: FunctionState, description?: string): VersionState {
  const version = publish(region, fn, { description, active: true });
  renewRevision(fn.latest);
  return version;
}

function verifyCode(fn: FunctionState, given: string | undefined): void {
  const current = codeSha256(fn.latest.code);
  if (given === undefined || given === current) {
    return;
  }
  throw invalidParameter(
    `CodeSHA256 (${given}) is different from current CodeSHA256 in $LATEST (${current}). ` +
      'Please try again with the CodeSHA256 in $LATEST.',
  );
}

/** The version published from `$LATEST` since its last update, description as it was then (trap D6). */
function alreadyPublished(fn: FunctionState): VersionState | undefined {
  if (fn.publishedFromLatest === undefined) {
    return undefined;
  }
  return fn.versions[fn.publishedFromLatest];
}

/** `$LATEST` and all published versions, as lists show them: with qualified ARNs. */
export function versionRows(region: Region, fn: FunctionState): Record<string, unknown>[] {
  return [fn.latest, ...Object.values(fn.versions)].map((version) =>
    listedFunctionView(region, fn, version, version.version),
  );
}

function listVersionsByFunction(request: RestRequest, region: Region): RestResponse {
  const { name } = namedFunction(request, region);
  const fn = requireFunction(region, name);
  const { items, ...marker } = pageOf(versionRows(region, fn), request);
  return { body: { Versions: items, ...marker } };
}

const path = '/2015-03-31/functions/{FunctionName}/versions';

export const versionOperations = [
  operation('PublishVersion', `POST ${path}`, publishVersion),
  operation('ListVersionsByFunction', `GET ${path}`, listVersionsByFunction),
];
