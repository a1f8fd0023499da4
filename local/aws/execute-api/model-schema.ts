import { type Schema, Validator } from '@cfworker/json-schema';
import type { ApiDefinition } from '../apigateway/state.ts';
import { configurationError } from './gateway-fault.ts';
import { schemaProblems, segments, valueAt, type Follow } from './schema-problems.ts';

/** Where models are for each other, whatever the URL of the API that they were written with. */
const base = 'https://models.invalid/';
const modelUrl = /^https?:\/\/[^/]+\/restapis\/[^/]+\/models\/([^/#]+)/;

/** A model, and those that it refers to. */
interface ModelSchema {
  readonly validator: Validator;
  readonly schema: Schema;
  readonly follow: Follow;
}

/** A deployment's definition never changes, so a model is read once. */
const read = new WeakMap<ApiDefinition, Map<string, ModelSchema>>();

/**
 * What keeps a body from being what a model describes: JSON schema draft 4, in which models refer to each
 * other and to themselves.
 *
 * @returns undefined for a body that fits; else the problems, as far as they can be told
 * @throws {GatewayFault} 500 for a model that cannot be read
 */
export function modelProblems(
  definition: ApiDefinition,
  name: string,
  body: unknown,
): readonly string[] | undefined {
  const ofDefinition = read.get(definition) ?? new Map<string, ModelSchema>();
  read.set(definition, ofDefinition);
  try {
    const model = ofDefinition.get(name) ?? readModel(definition, name);
    ofDefinition.set(name, model);
    const { valid, errors } = model.validator.validate(body);
    return valid ? undefined : schemaProblems(body, model.schema, errors, model.follow);
  } catch (error) {
    throw configurationError(`Model ${name} is not valid: ${String(error)}`);
  }
}

function readModel({ models }: ApiDefinition, name: string): ModelSchema {
  const schema = { $ref: base + name };
  const tellAll = false;
  const validator = new Validator(schema, '4', tellAll);
  const schemas = new Map<string, Schema>();
  for (const model of Object.values(models)) {
    const ofModel = readSchema(model.schema);
    if (ofModel !== undefined) {
      schemas.set(base + model.name, ofModel);
      validator.addSchema(ofModel, base + model.name);
    }
  }
  const follow: Follow = (reference, root) => {
    const [url = '', pointer = ''] = reference.split('#');
    const found = url === '' ? root : (schemas.get(url) ?? {});
    return { root: found, node: valueAt(found, segments(pointer)) };
  };
  return { validator, schema, follow };
}

/** Without an `id` of the model's own, which would move what its references begin at. */
function readSchema(text: string): Schema | undefined {
  const schema: unknown = JSON.parse(text, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(modelUrl, `${base}$1`) : value,
  );
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => key !== 'id' && key !== '$id'),
  );
}
