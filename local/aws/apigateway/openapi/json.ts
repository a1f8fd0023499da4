import { type ByName, mapByName } from '../../by-name.ts';
import { badRequest } from '../errors.ts';

/** Parsed JSON or YAML with named members, whose values are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object, or an empty one where it is left out. @throws {AwsError} 400 for anything else */
export function objectAt(parent: JsonObject, name: string): JsonObject {
  const value = parent[name] ?? {};
  if (!isObject(value)) {
    throw badRequest(`${name} must be an object`);
  }
  return value;
}

/** A member that is a list, or an empty one where it is left out. @throws {AwsError} 400 for anything else */
export function listAt(parent: JsonObject, name: string): readonly unknown[] {
  const value = parent[name] ?? [];
  if (!Array.isArray(value)) {
    throw badRequest(`${name} must be a list`);
  }
  return value;
}

/** A member that is text or a number, as text. @throws {AwsError} 400 for anything else */
export function textAt(parent: JsonObject, name: string): string | undefined {
  const value = parent[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw badRequest(`${name} must be a string`);
  }
  return String(value);
}

/** A member that maps names to text; null is empty text, as for templates. @throws {AwsError} 400 for anything else */
export function textMapAt(parent: JsonObject, name: string): ByName<string> {
  const map = objectAt(parent, name);
  return mapByName(map, (_, key) => textAt(map, key) ?? '');
}

/** An item that must be an object. @throws {AwsError} 400 */
export function asObject(value: unknown, what: string): JsonObject {
  if (!isObject(value)) {
    throw badRequest(`${what} must be an object`);
  }
  return value;
}
