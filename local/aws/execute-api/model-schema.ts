import { type Schema, Validator } from '@cfworker/json-schema';
import type { ApiDefinition } from '../apigateway/state.ts';
import { configurationError } from './gateway-fault.ts';

/** Where models are for each other, whatever the URL of the API that they were written with. */
const base = 'https://models.invalid/';
const modelUrl = /^https?:\/\/[^/]+\/restapis\/[^/]+\/models\/([^/#]+)/;

/** A deployment's definition never changes, so a model is read once. */
const validators = new WeakMap<ApiDefinition, Map<string, Validator>>();

/**
 * Whether a body is what a model describes: JSON schema draft 4, in which models refer to each other
 * and to themselves.
 * @throws {GatewayFault} 500 for a model that cannot be read
 */
export function fitsModel(definition: ApiDefinition, name: string, body: unknown): boolean {
  const ofDefinition = validators.get(definition) ?? new Map<string, Validator>();
  validators.set(definition, ofDefinition);
  try {
    const validator = ofDefinition.get(name) ?? createValidator(definition, name);
    ofDefinition.set(name, validator);
    return validator.validate(body).valid;
  } catch (error) {
    throw configurationError(`Model ${name} is not valid: ${String(error)}`);
  }
}

function createValidator({ models }: ApiDefinition, name: string): Validator {
  const validator = new Validator({ $ref: base + name }, '4');
  for (const model of Object.values(models)) {
    const schema = readSchema(model.schema);
    if (schema !== undefined) {
      validator.addSchema(schema, base + model.name);
    }
  }
  return validator;
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
