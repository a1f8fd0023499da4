import { badRequest } from './errors.ts';

/** @throws {AwsError} 400 unless the name is letters and digits */
export function verifyModelName(name: string): void {
  if (name === '') {
    throw badRequest('Model name must be non-empty');
  }
  if (!/^[a-zA-Z0-9]+$/.test(name)) {
    throw badRequest(`Model name must be alphanumeric: ${name}`);
  }
}

/** The schema of a model as it was given. @throws {AwsError} 400 when there is none, or it is not JSON */
export function toSchema(schema: string | undefined): string {
  if (schema === undefined || schema === '') {
    throw badRequest('Model schema must have at least 1 property or array items defined');
  }
  try {
    JSON.parse(schema);
  } catch {
    throw badRequest('Invalid model specified: the schema is not JSON');
  }
  return schema;
}
