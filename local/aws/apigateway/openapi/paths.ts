import { byName } from '../../by-name.ts';
import { badRequest } from '../errors.ts';
import { childPath, verifyPathPart } from '../resource-rules.ts';
import type { ApiDefinition, Resource } from '../state.ts';
import type { ImportContext } from './context.ts';
import { asObject, isObject, objectAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { importMethod } from './method.ts';
import { resolve } from './references.ts';

const httpMethods: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

/** Members of a path item that API Gateway has no use for. */
const ignored = new Set(['$ref', 'summary', 'description', 'servers', 'parameters']);

/**
 * Makes the resources and methods of all `paths`.
 *
 * @param basePath what comes before each of them, or nothing
 */
export function importPaths(context: ImportContext, basePath: string): void {
  const { document, issues } = context;
  for (const [ownPath, value] of Object.entries(objectAt(document, 'paths'))) {
    if (ownPath.startsWith('x-')) {
      continue;
    }
    const path = ownPath === '/' && basePath !== '' ? basePath : basePath + ownPath;
    issues.attempt(`Unable to create resource at path '${path}'`, () => {
      const pathItem = isObject(value) ? resolve(document, value, path) : {};
      importPathItem(context, ensureResource(context, path), pathItem);
    });
  }
}

function importPathItem(context: ImportContext, resource: Resource, pathItem: JsonObject): void {
  for (const [name, value] of Object.entries(pathItem)) {
    const httpMethod = Object.hasOwn(httpMethods, name) ? httpMethods[name] : undefined;
    if (httpMethod !== undefined) {
      const operation = asObject(value, name);
      importMethod(context, { httpMethod, operation, pathItem, resource });
    } else if (!ignored.has(name) && !name.startsWith('x-')) {
      throw badRequest(`Unsupported method or property '${name}'`);
    }
  }
}

/** The resource at a path, made with all those above it. @throws {AwsError} 400 */
function ensureResource(context: ImportContext, path: string): Resource {
  if (!path.startsWith('/')) {
    throw badRequest('The path does not begin with a slash');
  }
  let resource = rootOf(context.definition);
  for (const pathPart of path === '/' ? [] : path.slice(1).split('/')) {
    resource = ensureChild(context, resource, pathPart);
  }
  return resource;
}

function rootOf(definition: ApiDefinition): Resource {
  const root = definition.resources[definition.rootResourceId];
  if (root === undefined) {
    throw new Error(`The definition has no root resource ${definition.rootResourceId}.`);
  }
  return root;
}

function ensureChild(context: ImportContext, parent: Resource, pathPart: string): Resource {
  const { definition, previous } = context;
  const path = childPath(parent, pathPart);
  const existing = byPath(definition, path);
  if (existing !== undefined) {
    return existing;
  }
  verifyPathPart(definition, parent, pathPart);
  const id = byPath(previous, path)?.id ?? context.newId(6);
  const resource: Resource = { id, parentId: parent.id, pathPart, path, methods: byName() };
  definition.resources[id] = resource;
  return resource;
}

function byPath(definition: ApiDefinition, path: string): Resource | undefined {
  return Object.values(definition.resources).find((resource) => resource.path === path);
}
