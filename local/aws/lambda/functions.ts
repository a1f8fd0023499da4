import { z } from 'zod';

import { byName } from '../by-name.ts';
import type { RestRequest, RestResponse } from '../operation.ts';
import type { Region } from '../region.ts';
import { functionArn } from './arn.ts';
import { codeLocation } from './code-download.ts';
import { storeCode } from './code.ts';
import { configurationInput, refusable, verifyModelled } from './configuration-input.ts';
import { applyConfiguration, initialConfiguration } from './configuration.ts';
import { notImplemented } from '../not-implemented.ts';
import { conflict, constraint, invalidParameter } from './errors.ts';
import { requireFunction, requireQualified, meansAlias, resolveName } from './lookup.ts';
import { pageOf } from './paging.ts';
import { operation } from '../rest/operation.ts';
import { namedFunction, parseBody } from './request.ts';
import { beginVersion } from './settling.ts';
import type { FunctionState, VersionState } from './state.ts';
import { tagMap } from './tags.ts';
import { publish, versionRows } from './versions.ts';
import { functionView, listedFunctionView } from './views.ts';

const createInput = z.object({
  ...refusable.shape,
  ...configurationInput.required({ Role: true }).shape,
  FunctionName: z.string().min(1).max(140),
  Architectures: z
    .array(z.enum(['x86_64', 'arm64']))
    .length(1)
    .optional(),
  Code: z.object({
    ZipFile: z.string().optional(),
    S3Bucket: z.string().optional(),
    ImageUri: z.string().optional(),
  }),
  Publish: z.boolean().optional(),
  Tags: tagMap.optional(),
});
type CreateInput = z.output<typeof createInput>;

function createFunction(request: RestRequest, region: Region): RestResponse {
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
    throw constraint('functionName', name, 'Member must have length less than or equal to 64');
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
  const configuration = applyConfiguration(region, initial, input);
  const code = storeCode(region, zipFileOf(Code));
  return {
    name,
    latest: beginVersion(region, { version: '$LATEST', configuration, code, change: 'create' }),
    versions: byName(),
    nextVersion: 1,
    aliases: byName(),
    policies: byName(),
    provisionedConcurrency: byName(),
    tags: input.Tags ?? byName(),
  };
}

function zipFileOf(code: CreateInput['Code']): string {
  if (code.S3Bucket !== undefined) {
    throw notImplemented('Lambda code in an S3 bucket');
  }
  if (code.ImageUri !== undefined) {
    throw notImplemented('Lambda code in a container image');
  }
  if (code.ZipFile === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  return code.ZipFile;
}

function getFunction(request: RestRequest, region: Region): RestResponse {
  const { name, qualifier } = namedFunction(request, region);
  const fn = requireFunction(region, name, qualifier);
  const version = requireQualified(region, fn, qualifier);
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
  return { body: functionView(region, fn, requireQualified(region, fn, qualifier), qualifier) };
}

function listFunctions(request: RestRequest, region: Region): RestResponse {
  const functions = Object.values(region.state.lambda.functions).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const all = request.query.get('FunctionVersion') === 'ALL';
  const rows = functions.flatMap((fn) =>
    all ? versionRows(region, fn) : [listedFunctionView(region, fn, fn.latest)],
  );
  const { items, ...marker } = pageOf(rows, request);
  return { body: { Functions: items, ...marker } };
}

function deleteFunction(request: RestRequest, region: Region): RestResponse {
  const { name, qualifier } = namedFunction(request, region);
  const fn = requireFunction(region, name, qualifier);
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
  if (version === '$LATEST') {
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  }
  if (meansAlias(version)) {
    throw invalidParameter('Deletion of aliases is not currently supported.');
  }
  const found = fn.versions[version];
  if (found === undefined) {
    return;
  }
  const users = Object.values(fn.aliases)
    .filter((alias) => alias.functionVersion === version || alias.weights[version] !== undefined)
    .map((alias) => alias.name);
  if (users.length > 0) {
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${users.join(', ')}]`,
    );
  }
  Reflect.deleteProperty(fn.versions, version);
  Reflect.deleteProperty(fn.policies, version);
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
