import { z } from 'zod';

import { byName } from '../by-name.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { pointsAt } from './allocation.ts';
import { functionArn, parseFunctionReference } from './arn.ts';
import { codeLocation } from './code-download.ts';
import { codeMembers, codeSource } from './code-source.ts';
import { storeCode } from './code.ts';
import {
  architectures,
  configurationInput,
  refusable,
  verifyModelled,
} from './configuration-input.ts';
import { applyConfiguration, initialConfiguration } from './configuration.ts';
import { conflict, constraint, invalidParameter } from './errors.ts';
import { requireFunction, requireQualified, meansAlias, resolveName } from './lookup.ts';
import { pageOf } from './paging.ts';
import { forgetPolicy } from './policy.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody, verifyRequestSize } from './request.ts';
import { beginVersion } from './settling.ts';
import type { FunctionState, VersionState } from './state.ts';
import { tagMap, verifyTagCount } from './tags.ts';
import { publish, versionRows } from './versions.ts';
import { functionView, listedFunctionView } from './views.ts';

/** The pattern by which CreateFunction takes a name: without the dots that others take. */
const createdNameRule =
  'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?' +
  String.raw`((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?` +
  String.raw`([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?`;

const createInput = z.object({
  ...refusable.shape,
  ...configurationInput.required({ Role: true }).shape,
  FunctionName: z
    .string()
    .min(1)
    .max(140)
    .refine((name) => parseFunctionReference(name) !== undefined, createdNameRule),
  Architectures: architectures.optional(),
  Code: codeMembers,
  Publish: z.boolean().optional(),
  Tags: tagMap.optional(),
});
type CreateInput = z.output<typeof createInput>;

function createFunction(request: RestRequest, region: Region): RestResponse {
  verifyRequestSize(request, 'CreateFunction');
  const input = parseBody(request, createInput);
  verifyModelled(input);
  const name = newFunctionName(region, input.FunctionName);
  const fn = newFunction(region, name, input);
  region.state.lambda.functions[name] = fn;
  if (input.Publish !== true) {
    return { status: 201, body: functionView(region, fn, fn.latest) };
  }
  // The ARN of a function published at creation is the bare function's (trap D31).
  return { status: 201, body: functionView(region, fn, publish(region, fn)) };
}

function newFunctionName(region: Region, functionName: string): string {
  const { name, qualifier } = resolveName(region, functionName);
  if (qualifier !== undefined) {
    throw constraint('functionName', functionName, 'Member must not have a qualifier');
  }
  if (name.length > 64) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 64',
    );
  }
  if (region.state.lambda.functions[name] !== undefined) {
    throw conflict(`Function already exist: ${name}`);
  }
  return name;
}

function newFunction(region: Region, name: string, input: CreateInput): FunctionState {
  const { Runtime, Handler, Role, Architectures, Code } = input;
  if (Runtime === undefined || Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const initial = initialConfiguration(name, {
    runtime: Runtime,
    role: Role,
    handler: Handler,
    architecture: Architectures?.[0] ?? 'x86_64',
  });
  const configuration = applyConfiguration(region, name, initial, input);
  const code = storeCode(region, codeSource('CreateFunction', Code));
  return {
    name,
    latest: beginVersion(region, { version: '$LATEST', configuration, code, change: 'create' }),
    versions: byName(),
    nextVersion: 1,
    aliases: byName(),
    policies: byName(),
    provisionedConcurrency: byName(),
    tags: verifyTagCount(input.Tags ?? byName()),
  };
}

function getFunction(request: RestRequest, region: Region): RestResponse {
  const { name, qualifier } = namedFunction(request, region);
  const fn = requireFunction(region, name, qualifier);
  const version = requireQualified(region, fn, region.controlPlane, qualifier);
  const { tags, reservedConcurrency } = fn;
  return {
    body: {
      Configuration: functionView(region, fn, version, qualifier),
      Code: { RepositoryType: 'S3', Location: codeLocation(region, fn, version) },
      ...(Object.keys(tags).length > 0 && { Tags: tags }),
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    },
  };
}

function getFunctionConfiguration(request: RestRequest, region: Region): RestResponse {
  const { name, qualifier } = namedFunction(request, region);
  const fn = requireFunction(region, name, qualifier);
  const version = requireQualified(region, fn, region.controlPlane, qualifier);
  return { body: functionView(region, fn, version, qualifier) };
}

function listFunctions(request: RestRequest, region: Region): RestResponse {
  const functions = Object.values(region.state.lambda.functions).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const version = request.query.get('FunctionVersion');
  const all = version === 'ALL';
  if (version !== null && !all) {
    throw constraint('functionVersion', version, 'Member must satisfy enum value set: [ALL]');
  }
  const rows = functions.flatMap((fn) =>
    all ? versionRows(region, fn) : [listedFunctionView(region, fn, fn.latest)],
  );
  const { items, ...marker } = pageOf(rows, request);
  return { body: { Functions: items, ...marker } };
}

function deleteFunction(request: RestRequest, region: Region): RestResponse {
  const { name, qualifier } = namedFunction(request, region);
  if (qualifier === '$LATEST') {
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  }
  const fn = requireFunction(region, name);
  if (qualifier === undefined) {
    Reflect.deleteProperty(region.state.lambda.functions, name);
    for (const version of [fn.latest, ...Object.values(fn.versions)]) {
      evict(region, fn, version);
    }
  } else {
    deleteVersion(region, fn, qualifier);
  }
  return { status: 204 };
}

/** Deleting a version that is not there succeeds, as measured on AWS by other emulators' tests. */
function deleteVersion(region: Region, fn: FunctionState, version: string): void {
  if (meansAlias(version)) {
    throw invalidParameter('Deletion of aliases is not currently supported.');
  }
  const found = fn.versions[version];
  if (found === undefined) {
    return;
  }
  const users = Object.values(fn.aliases)
    .filter((alias) => pointsAt(region, fn, alias, version))
    .map((alias) => alias.name);
  if (users.length > 0) {
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${users.join(', ')}]`,
    );
  }
  Reflect.deleteProperty(fn.versions, version);
  forgetPolicy(fn, version);
  Reflect.deleteProperty(fn.provisionedConcurrency, version);
  if (fn.publishedFromLatest === version) {
    delete fn.publishedFromLatest;
  }
  evict(region, fn, found);
}

function evict(region: Region, fn: FunctionState, version: VersionState): void {
  region.runtime.evict(functionArn(region, fn.name, version.version));
}

export const functionOperations = [
  operation('CreateFunction', 'POST /2015-03-31/functions', createFunction),
  operation('GetFunction', 'GET /2015-03-31/functions/{FunctionName}', getFunction),
  operation(
    'GetFunctionConfiguration',
    'GET /2015-03-31/functions/{FunctionName}/configuration',
    getFunctionConfiguration,
  ),
  operation('ListFunctions', 'GET /2015-03-31/functions', listFunctions),
  operation('DeleteFunction', 'DELETE /2015-03-31/functions/{FunctionName}', deleteFunction),
];
