import { findNearest } from '../stack/nearest.ts';
import { RoutesError, type Routes } from './routes.ts';

export type ApiValue = string | number | boolean;

/** `${name}`; with a dot in it, as `${stageVariables.name}`, it is API Gateway's own. */
const reference = /\$\{(\w+)\}/g;

/** Where `${name}` may be a variable of Velocity, or prose. */
const freeText: ReadonlySet<string | number> = new Set([
  'requestTemplates',
  'responseTemplates',
  'x-amazon-apigateway-gateway-responses',
  'description',
  'summary',
]);

/**
 * The document with each `${name}` replaced by its value; where it is all of a text, by the value as it is,
 * so that a number stays one. What has no value is left: {@link verifyValues} tells it.
 */
export function fillValues(document: unknown, values: ReadonlyMap<string, ApiValue>): unknown {
  if (typeof document === 'string') {
    const whole = /^\$\{(\w+)\}$/.exec(document)?.[1];
    return whole !== undefined && values.has(whole)
      ? values.get(whole)
      : document.replace(reference, (text, name: string) => String(values.get(name) ?? text));
  }
  if (Array.isArray(document)) {
    return document.map((item) => fillValues(item, values));
  }
  if (typeof document !== 'object' || document === null) {
    return document;
  }
  return Object.fromEntries(
    Object.entries(document).map(([key, item]) => [key, fillValues(item, values)]),
  );
}

/**
 * @param names of all values that there will be.
 * @throws {RoutesError} for a `${name}` that has none.
 */
export function verifyValues({ document, describe }: Routes, names: readonly string[]): void {
  const problems = listUnknown(document, []).flatMap(({ name, path }) => {
    if (names.includes(name)) {
      return [];
    }
    const meant = findNearest(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ')}` : `do you mean ${meant}?`;
    return [`${describe(path)}: \${${name}} has no value; ${hint}`];
  });
  if (problems.length > 0) {
    throw new RoutesError(problems);
  }
}

function listUnknown(
  value: unknown,
  path: readonly (string | number)[],
): { readonly name: string; readonly path: readonly (string | number)[] }[] {
  if (typeof value === 'string') {
    return [...value.matchAll(reference)].map(([, name = '']) => ({ name, path }));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value)
    .filter(([key]) => !freeText.has(key))
    .flatMap(([key, item]) => listUnknown(item, [...path, key]));
}
