import { mapMembers } from './map-members.ts';
import type { ImportIssues } from './issues.ts';
import { asObject, isObject, listAt, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { mapReferences, resolve } from './references.ts';

const methods = new Set([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'x-amazon-apigateway-any-method',
]);

/** Where OpenAPI 3 keeps what Swagger keeps at the root. */
const places = [
  ['#/definitions/', '#/components/schemas/'],
  ['#/parameters/', '#/components/parameters/'],
  ['#/responses/', '#/components/responses/'],
] as const;

interface Conversion {
  /** The Swagger document, with references already in OpenAPI's form where they stay. */
  readonly swagger: JsonObject;
  readonly issues: ImportIssues;
}

/**
 * Turns a Swagger 2.0 document into an OpenAPI 3.0 one with what an import uses: `host` and `schemes`
 * have no meaning to API Gateway and are left out.
 */
export function fromSwagger(swagger: JsonObject, issues: ImportIssues): JsonObject {
  const conversion = { swagger, issues };
  const document = {
    ...extensionsOf(swagger),
    openapi: '3.0.1',
    info: swagger.info,
    servers: [{ url: textAt(swagger, 'basePath') ?? '/' }],
    security: swagger.security,
    paths: mapMembers(objectAt(swagger, 'paths'), (item) => convertPath(conversion, item)),
    components: {
      schemas: swagger.definitions,
      securitySchemes: swagger.securityDefinitions,
    },
  };
  return asObject(mapReferences(document, movedReference), 'The document');
}

function extensionsOf(swagger: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(swagger).filter(([name]) => name.startsWith('x-')));
}

function movedReference(reference: string): string {
  const place = places.find(([from]) => reference.startsWith(from));
  return place === undefined ? reference : place[1] + reference.slice(place[0].length);
}

function convertPath(conversion: Conversion, value: unknown): unknown {
  if (!isObject(value)) {
    return value;
  }
  const item = resolve(conversion.swagger, value, 'path');
  const shared = listAt(item, 'parameters');
  return mapMembers(
    Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'parameters')),
    (member, name) =>
      methods.has(name) && isObject(member) ? convertOperation(conversion, member, shared) : member,
  );
}

function convertOperation(
  conversion: Conversion,
  operation: JsonObject,
  shared: readonly unknown[],
): JsonObject {
  const { swagger, issues } = conversion;
  const parameters = [...shared, ...listAt(operation, 'parameters')].map((parameter) =>
    resolve(swagger, parameter, 'parameter'),
  );
  const body = parameters.find((parameter) => parameter.in === 'body');
  if (parameters.some((parameter) => parameter.in === 'formData')) {
    issues.warn("Parameters in 'formData' are not supported and were ignored");
  }
  const { consumes, produces, ...rest } = operation;
  return {
    ...rest,
    parameters: parameters.filter(({ in: place }) => place !== 'body' && place !== 'formData'),
    ...(body === undefined
      ? {}
      : { requestBody: { content: contentOf(body, types(consumes, swagger.consumes)) } }),
    responses: mapMembers(objectAt(operation, 'responses'), (response) =>
      convertResponse(conversion, response, types(produces, swagger.produces)),
    ),
  };
}

function convertResponse(
  { swagger }: Conversion,
  value: unknown,
  produces: readonly string[],
): unknown {
  if (!isObject(value)) {
    return value;
  }
  const { schema, ...response } = resolve(swagger, value, 'response');
  return schema === undefined
    ? response
    : { ...response, content: contentOf({ schema }, produces) };
}

function contentOf({ schema }: JsonObject, contentTypes: readonly string[]): JsonObject {
  return Object.fromEntries(contentTypes.map((contentType) => [contentType, { schema }]));
}

/** An operation's own list wins over the document's. */
function types(own: unknown, shared: unknown): readonly string[] {
  const list = [own, shared].find((value) => Array.isArray(value) && value.length > 0);
  return Array.isArray(list) ? list.map(String) : ['application/json'];
}
