import { byName, copyOf } from '../../by-name.ts';
import { badRequest } from '../errors.ts';
import type { ApiDefinition } from '../state.ts';
import type { ImportContext } from './context.ts';
import { readDocument } from './document.ts';
import { basePathOf } from './base-path.ts';
import type { BasePathMode } from './base-path.ts';
import { importRootExtensions } from './extensions.ts';
import { ImportIssues } from './issues.ts';
import { objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { importPaths } from './paths.ts';
import { importSchemas } from './schemas.ts';

/** What an import needs to know of its API. */
export interface ImportInput {
  /** OpenAPI 3.0 or Swagger 2.0, JSON or YAML. */
  readonly document: unknown;
  readonly mode: 'merge' | 'overwrite';
  readonly failOnWarnings: boolean;
  readonly basePath: BasePathMode;
  readonly apiId: string;
  /** The API's definition so far; it is not changed. */
  readonly previous: ApiDefinition;
  readonly newId: (length: 6 | 10) => string;
}

/** What an import makes. */
export interface Imported {
  readonly definition: ApiDefinition;
  readonly warnings: readonly string[];
}

/**
 * Turns an API definition into the definition of an API.
 *
 * In both modes a method of the body replaces the method of the API whole. `overwrite` drops everything
 * else that the API had; resources, models and validators that stay keep their ids (AWS does not
 * promise that).
 *
 * @throws {AwsError} 400 with all errors that were found, 501 for what is not modelled
 */
export function importOpenApi(input: ImportInput): Imported {
  const issues = new ImportIssues();
  const document = readDocument(input.document, issues);
  const { apiId, previous, newId } = input;
  const definition = input.mode === 'merge' ? copyOf(previous) : emptied(previous);
  const context: ImportContext = { apiId, document, definition, previous, issues, newId };
  importInfo(definition, document);
  importRootExtensions(context);
  importSchemas(context);
  importPaths(context, basePathOf(document, input.basePath));
  issues.throwIfAny(input.failOnWarnings);
  return { definition, warnings: issues.warnings };
}

/** A definition with the root resource of another, and what no body says. */
function emptied({
  rootResourceId,
  resources,
  info,
  disableExecuteApiEndpoint,
  minimumCompressionSize,
}: ApiDefinition): ApiDefinition {
  const root = resources[rootResourceId];
  if (root === undefined) {
    throw new Error(`The definition has no root resource ${rootResourceId}.`);
  }
  return {
    rootResourceId,
    resources: byName({ [rootResourceId]: { ...root, methods: byName() } }),
    models: byName(),
    requestValidators: byName(),
    gatewayResponses: byName(),
    binaryMediaTypes: [],
    info: { title: info.title },
    ...(disableExecuteApiEndpoint === undefined ? {} : { disableExecuteApiEndpoint }),
    ...(minimumCompressionSize === undefined ? {} : { minimumCompressionSize }),
  };
}

function importInfo(definition: ApiDefinition, document: JsonObject): void {
  const info = objectAt(document, 'info');
  const title = textAt(info, 'title') ?? '';
  if (title === '') {
    throw badRequest('Invalid OpenAPI input. info.title is missing');
  }
  const version = textAt(info, 'version');
  const description = textAt(info, 'description');
  definition.info = {
    title,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
  };
}
