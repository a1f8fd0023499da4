import { without } from '../without.ts';
import { asObject, isObject, listAt, objectAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { mapReferences } from './references.ts';

/**
 * Turns an OpenAPI document that `exportOpenApi` made into Swagger 2.0.
 *
 * @param host and base path as Swagger has them; left out where there is no stage
 */
export function toSwagger(
  openapi: JsonObject,
  server: { readonly host: string; readonly basePath: string; readonly scheme: string },
): JsonObject {
  const { components, paths, info } = openapi;
  const schemas = objectAt(asObject(components, 'components'), 'schemas');
  const securitySchemes = objectAt(asObject(components, 'components'), 'securitySchemes');
  const document = {
    swagger: '2.0',
    info,
    host: server.host,
    basePath: server.basePath,
    schemes: [server.scheme],
    paths: mapMembers(asObject(paths, 'paths'), (item) =>
      mapMembers(asObject(item, 'path'), (operation) => convertOperation(asObject(operation, ''))),
    ),
    ...unlessNone('definitions', schemas),
    ...unlessNone('securityDefinitions', securitySchemes),
    ...without(openapi, 'openapi', 'servers', 'components', 'paths', 'info'),
  };
  return asObject(mapReferences(document, movedReference), 'The document');
}

function movedReference(reference: string): string {
  return reference.replace(/^#\/components\/schemas\//, '#/definitions/');
}

function convertOperation(operation: JsonObject): JsonObject {
  const { requestBody, responses } = operation;
  const body = isObject(requestBody) ? objectAt(requestBody, 'content') : {};
  const answers = Object.values(asObject(responses, 'responses')).map((response) =>
    objectAt(asObject(response, 'response'), 'content'),
  );
  const parameters = [
    ...listAt(operation, 'parameters').map(convertParameter),
    ...bodyParameters(body),
  ];
  return {
    ...without(operation, 'requestBody', 'parameters', 'responses'),
    ...unlessNone('consumes', Object.keys(body)),
    ...unlessNone('produces', [...new Set(answers.flatMap((content) => Object.keys(content)))]),
    ...unlessNone('parameters', parameters),
    responses: mapMembers(asObject(responses, 'responses'), convertResponse),
  };
}

function convertParameter(value: unknown): JsonObject {
  const parameter = asObject(value, 'parameter');
  return { ...without(parameter, 'schema'), required: parameter.required === true, type: 'string' };
}

/** Swagger has one body schema for all content types: the first. */
function bodyParameters(content: JsonObject): JsonObject[] {
  const [first] = Object.values(content);
  return first === undefined
    ? []
    : [{ in: 'body', name: 'body', required: true, schema: asObject(first, 'content').schema }];
}

function convertResponse(value: unknown): JsonObject {
  const { content = {}, headers = {}, ...response } = asObject(value, 'response');
  const [first] = Object.values(asObject(content, 'content'));
  return {
    ...response,
    ...(first === undefined ? {} : { schema: asObject(first, 'content').schema }),
    ...unlessNone(
      'headers',
      mapMembers(asObject(headers, 'headers'), () => ({ type: 'string' })),
    ),
  };
}

function mapMembers(object: JsonObject, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function unlessNone(name: string, value: object): JsonObject {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
