import { byName } from '../by-name.ts';
import { newId } from './ids.ts';
import type { ApiDefinition, Model, Resource } from './state.ts';

/** The definition of a new API: a root resource, and the models `Empty` and `Error` as on AWS. */
export function newDefinition(title: string): ApiDefinition {
  const root: Resource = { id: newId(10), pathPart: '', path: '/', methods: byName() };
  return {
    rootResourceId: root.id,
    resources: byName({ [root.id]: root }),
    models: byName({ Empty: emptyModel(), Error: errorModel() }),
    requestValidators: byName(),
    gatewayResponses: byName(),
    binaryMediaTypes: [],
    info: { title },
  };
}

function emptyModel(): Model {
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Empty Schema',
    type: 'object',
  };
  return defaultModel('Empty', 'This is a default empty schema model', schema);
}

function errorModel(): Model {
  const schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Error Schema',
    type: 'object',
    properties: { message: { type: 'string' } },
  };
  return defaultModel('Error', 'This is a default error schema model', schema);
}

function defaultModel(name: string, description: string, schema: object): Model {
  return {
    id: newId(6),
    name,
    contentType: 'application/json',
    description,
    schema: JSON.stringify(schema, undefined, 2),
  };
}

/** The resources in the order of their paths. */
export function resourcesByPath(definition: ApiDefinition): Resource[] {
  return Object.values(definition.resources).sort((left, right) =>
    left.path < right.path ? -1 : left.path > right.path ? 1 : 0,
  );
}

/** The ids of a resource and of everything below it. */
export function subtree(definition: ApiDefinition, id: string): string[] {
  const children = Object.values(definition.resources).filter(({ parentId }) => parentId === id);
  return [id, ...children.flatMap((child) => subtree(definition, child.id))];
}
