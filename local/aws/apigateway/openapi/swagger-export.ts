import { mapMembers } from './map-members.ts';
import type { ApiDefinition, Method } from '../state.ts';
import { without } from '../without.ts';
import { anyMethod } from './export.ts';
import { asObject, isObject, listAt, objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { mapReferences } from './references.ts';

/**
 * Turns an OpenAPI document that `exportOpenApi` made into Swagger 2.0.
 *
 * @param server host and base path as Swagger has them
 * @param definition what the document was made of, which knows more of media types
 */
export function toSwagger(
  openapi: JsonObject,
  server: { readonly host: string; readonly basePath: string; readonly scheme: string },
  definition: Pick<ApiDefinition, 'resources'>,
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
    paths: mapMembers(asObject(paths, 'paths'), (item, path) =>
      mapMembers(asObject(item, 'path'), (operation, name) =>
        convertOperation(asObject(operation, ''), methodOf(definition, path, name)),
      ),
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

function methodOf(
  { resources }: Pick<ApiDefinition, 'resources'>,
  path: string,
  name: string,
): Method | undefined {
  const resource = Object.values(resources).find((other) => other.path === path);
  return resource?.methods[name === anyMethod ? 'ANY' : name.toUpperCase()];
}

/** The types that models and templates are for. */
function mediaTypesOf(method: Method | undefined) {
  const { requestModels, methodResponses, integration } = method ?? {};
  const { requestTemplates, integrationResponses } = integration ?? {};
  const produced = [
    ...Object.values(methodResponses ?? {}).map(({ responseModels }) => responseModels),
    ...Object.values(integrationResponses ?? {}).map(({ responseTemplates }) => responseTemplates),
  ];
  return {
    consumes: namesOf([requestModels, requestTemplates]),
    produces: namesOf(produced),
  };
}

function namesOf(maps: readonly (object | undefined)[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))];
}

function convertOperation(operation: JsonObject, method: Method | undefined): JsonObject {
  const { requestBody, responses } = operation;
  const body = isObject(requestBody) ? objectAt(requestBody, 'content') : {};
  const { consumes, produces } = mediaTypesOf(method);
  const parameters = [
    ...listAt(operation, 'parameters').map(convertParameter),
    ...bodyParameters(body),
  ];
  return {
    ...without(operation, 'requestBody', 'parameters', 'responses'),
    ...unlessNone('consumes', consumes),
    ...unlessNone('produces', produces),
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
    : [{ in: 'body', name: modelOf(first), required: true, schema: schemaOf(first) }];
}

function schemaOf(content: unknown): JsonObject {
  return objectAt(asObject(content, 'content'), 'schema');
}

/** The name of the model that a body has. */
function modelOf(content: unknown): string {
  return textAt(schemaOf(content), '$ref')?.split('/').at(-1) ?? 'body';
}

function convertResponse(value: unknown): JsonObject {
  const { content = {}, headers = {}, ...response } = asObject(value, 'response');
  const [first] = Object.values(asObject(content, 'content'));
  return {
    ...response,
    ...(first === undefined ? {} : { schema: schemaOf(first) }),
    ...unlessNone(
      'headers',
      mapMembers(asObject(headers, 'headers'), () => ({ type: 'string' })),
    ),
  };
}

function unlessNone(name: string, value: object): JsonObject {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
