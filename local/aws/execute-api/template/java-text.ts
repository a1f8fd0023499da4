import { isDeepStrictEqual } from 'node:util';
import { HostObject } from './host-object.ts';
import { isNumber, isWhole, javaJson } from './java-number.ts';

export type JavaMap = Record<string, unknown>;

export function isMap(value: unknown): value is JavaMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof HostObject) &&
    !isNumber(value)
  );
}

/** The member of a map, or undefined: what a map inherits is never reached. */
export function member(map: JavaMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets a map's own member, `__proto__` included. */
export function setMember(map: JavaMap, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

/**
 * A value as API Gateway prints it in a template: nothing for null and what does not exist (plain
 * Velocity prints the reference's source), a list as JSON, a map as Java does, `{name=x, n=1}`.
 */
export function javaText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (isNumber(value) || typeof value === 'boolean') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return javaJson(value) ?? '';
  }
  if (!isMap(value)) {
    return '';
  }
  const entries = Object.entries(value).map(([key, item]) => `${key}=${nestedText(item)}`);
  return `{${entries.join(', ')}}`;
}

function nestedText(value: unknown): string {
  return value === null || value === undefined ? 'null' : javaText(value);
}

/**
 * Velocity 1's `==`: numbers by value, values of one type by `equals`, anything else by its text. In API
 * Gateway null equals the empty string, too.
 */
export function javaEquals(left: unknown, right: unknown): boolean {
  const absent = (value: unknown): boolean => value === null || value === undefined;
  if (absent(left) || absent(right)) {
    return (absent(left) || left === '') && (absent(right) || right === '');
  }
  if (isNumber(left) && isNumber(right)) {
    return isWhole(left) && isWhole(right) ? left === right : Number(left) === Number(right);
  }
  if (typeof left === typeof right) {
    return isDeepStrictEqual(left, right);
  }
  return javaText(left) === javaText(right);
}

/** Velocity 1's truth: only null and false are false; an empty string is true. */
export function isTrue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false;
}
