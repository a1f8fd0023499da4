import { parse } from 'yaml';
import { badRequest } from '../errors.ts';
import type { ImportIssues } from './issues.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import { fromSwagger } from './swagger-import.ts';

/**
 * Reads an API definition: OpenAPI 3.0 or Swagger 2.0, JSON or YAML.
 *
 * @returns an OpenAPI 3.0 document; of a Swagger document what an import uses, in OpenAPI's places
 * @throws {AwsError} 400 for anything else
 */
export function readDocument(body: string, issues: ImportIssues): JsonObject {
  const document = parseText(body);
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
export function parseText(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return parseYaml(body);
  }
}

function parseYaml(body: string): unknown {
  try {
    return parse(body, { merge: true, maxAliasCount: 1000 });
  } catch {
    throw badRequest('Invalid OpenAPI input.');
  }
}
