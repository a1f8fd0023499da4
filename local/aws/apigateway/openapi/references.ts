import { badRequest } from '../errors.ts';
import { asObject, isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/**
 * Follows `$ref`s until there is none.
 *
 * @param what the thing's name, for the error: `parameter`
 * @throws {AwsError} 400 for a reference into another document, to nothing, or in a circle
 */
export function resolve(document: JsonObject, value: unknown, what: string): JsonObject {
  let node = asObject(value, what);
  const seen = new Set<string>();
  while (typeof node.$ref === 'string') {
    if (seen.has(node.$ref)) {
      throw badRequest(`Circular reference: ${node.$ref}`);
    }
    seen.add(node.$ref);
    node = asObject(find(document, node.$ref), node.$ref);
  }
  return node;
}

function find(document: JsonObject, reference: string): unknown {
  if (!reference.startsWith('#/')) {
    throw badRequest(`Invalid reference: ${reference} is not in this document`);
  }
  let node: unknown = document;
  for (const segment of reference.slice(2).split('/').map(decodeSegment)) {
    node = isObject(node) && Object.hasOwn(node, segment) ? node[segment] : undefined;
  }
  if (node === undefined) {
    throw badRequest(`Invalid reference: there is no ${reference}`);
  }
  return node;
}

function decodeSegment(segment: string): string {
  return decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A deep copy with every `$ref` rewritten. */
export function mapReferences(value: unknown, rewrite: (reference: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => mapReferences(item, rewrite));
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string'
        ? rewrite(member)
        : mapReferences(member, rewrite),
    ]),
  );
}
