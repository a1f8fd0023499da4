import { type ByName, fromEntries } from '../../by-name.ts';
import { createHash } from 'node:crypto';
import { badRequest } from '../errors.ts';
import { verifyModelName } from '../model-rules.ts';
import type { ImportContext } from './context.ts';
import { isObject, objectAt } from './json.ts';
import { mapReferences } from './references.ts';

const componentPrefix = '#/components/schemas/';

/** Makes a model of each of `components.schemas`. */
export function importSchemas(context: ImportContext): void {
  const schemas = objectAt(objectAt(context.document, 'components'), 'schemas');
  for (const [name, schema] of Object.entries(schemas)) {
    context.issues.attempt(`Unable to create model '${name}'`, () => {
      verifyModelName(name);
      putModel(context, name, schema);
    });
  }
}

function putModel(context: ImportContext, name: string, schema: unknown): void {
  const { definition, previous, apiId } = context;
  definition.models[name] = {
    id: previous.models[name]?.id ?? context.newId(6),
    name,
    contentType: 'application/json',
    ...(isObject(schema) && typeof schema.description === 'string'
      ? { description: schema.description }
      : {}),
    schema: JSON.stringify(
      mapReferences(schema, (reference) => toModelUrl(reference, apiId)),
      undefined,
      2,
    ),
  };
}

/**
 * The models of a body's or a response's `content`, by content type. A schema that is not a reference
 * becomes a model of its own, named after its contents.
 *
 * @throws {AwsError} 400 for a reference to a schema that the document does not have
 */
export function importContent(
  context: ImportContext,
  content: Readonly<Record<string, unknown>>,
): ByName<string> {
  const models = Object.entries(content).flatMap(([contentType, media]) => {
    const schema = isObject(media) ? media.schema : undefined;
    return schema === undefined ? [] : [[contentType, modelOf(context, schema)] as const];
  });
  return fromEntries(models);
}

function modelOf(context: ImportContext, schema: unknown): string {
  if (isObject(schema) && typeof schema.$ref === 'string') {
    const name = schema.$ref.replace(componentPrefix, '');
    if (context.definition.models[name] === undefined) {
      throw badRequest(`Invalid model identifier specified: ${name}`);
    }
    return name;
  }
  const digest = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
  const name = `MODEL${digest.slice(0, 6)}`;
  putModel(context, name, schema);
  return name;
}

/** Models refer to each other by URL: "Models and mapping templates" of the developer guide. */
function toModelUrl(reference: string, apiId: string): string {
  return reference.startsWith(componentPrefix)
    ? `${modelUrlPrefix(apiId)}${reference.slice(componentPrefix.length)}`
    : reference;
}

/** A model's schema as a schema of an OpenAPI document. */
export function exportSchema(schema: string, apiId: string): unknown {
  const prefix = modelUrlPrefix(apiId);
  return mapReferences(JSON.parse(schema), (reference) =>
    reference.startsWith(prefix)
      ? `${componentPrefix}${reference.slice(prefix.length)}`
      : reference,
  );
}

function modelUrlPrefix(apiId: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/`;
}
