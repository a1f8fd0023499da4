import type { z } from 'zod';

import { constraintRule } from '../constraint-rule.ts';

/**
 * Words what a schema found as the validation that AWS derives from Lambda's API model does: the value
 * as Java prints it, the member's path with a small first letter, and the constraint.
 */
export function constraintText(issue: z.core.$ZodIssue, body: unknown): string {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? '' : key));
  const value = valueAt(body, path);
  const inList = typeof path.at(-1) === 'number' ? path.slice(0, -1) : undefined;
  if (inList !== undefined) {
    const rules = `Member must satisfy constraint: [${constraintRule(issue)}, Member must not be null]`;
    return failed(inList, `'${printed(valueAt(body, inList))}'`, rules);
  }
  return value === undefined
    ? failed(path, 'null', 'Member must not be null')
    : failed(path, `'${printed(value)}'`, constraintRule(issue));
}

function failed(path: readonly (string | number)[], value: string, rule: string): string {
  const member = path.map((name) => lowerFirst(String(name))).join('.');
  return `Value ${value} at '${member}' failed to satisfy constraint: ${rule}`;
}

function printed(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(printed).join(', ')}]`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
    value,
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
