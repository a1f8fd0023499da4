import { badRequest } from '../errors.ts';
import type { ImportIssues } from './issues.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { fromSwagger } from './swagger-import.ts';

/**
 * Reads an API definition: OpenAPI 3.0 or Swagger 2.0.
 *
 * @returns an OpenAPI 3.0 document; of a Swagger document what an import uses, in OpenAPI's places
 * @throws {AwsError} 400 for anything else
 */
export function readDocument(document: unknown, issues: ImportIssues): JsonObject {
  if (!isObject(document)) {
    throw badRequest('Invalid OpenAPI input. The body is not an object');
  }
  const { openapi, swagger } = document;
  if (typeof openapi === 'string' && openapi.startsWith('3.0.')) {
    return document;
  }
  if (swagger === '2.0' || swagger === 2) {
    return fromSwagger(document, issues);
  }
  throw badRequest('Invalid OpenAPI input. The version must be OpenAPI 3.0.x or Swagger 2.0');
}

/**
 * JSON or YAML. JSON is read as JSON: YAML is not quite its superset (tabs), and slower.
 *
 * @throws {AwsError} 400 for neither
 */
export async function parseText(body: string): Promise<unknown> {
  try {
    return JSON.parse(body);
  } catch {
    return await parseYaml(body);
  }
}

async function parseYaml(body: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(body, { merge: true, maxAliasCount: 1000 });
  } catch {
    throw badRequest('Invalid OpenAPI input.');
  }
}
