import { type OutputUnit, ucs2length } from '@cfworker/json-schema';

type Json = Readonly<Record<string, unknown>>;

/** Where a reference of a schema leads: the schema that it is in, and the part of that it names. */
export type Follow = (
  reference: string,
  root: Json,
) => { readonly root: Json; readonly node: unknown };

type Describe = (instance: unknown, schema: Json) => string | undefined;

const list = (values: Iterable<unknown>): string => JSON.stringify([...values].sort());
const text = (value: unknown): string => JSON.stringify(value);
const sizeOf = (value: unknown): number => ucs2length(String(value));
const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** By keyword, in the words of the Java validator that API Gateway has. */
const descriptions: Readonly<Record<string, Describe>> = {
  required: (instance, { required }) =>
    `object has missing required properties (${list(stringsOf(required).filter((name) => !has(instance, name)))})`,
  type: (instance, { type }) =>
    `instance type (${typeOf(instance)}) does not match any allowed primitive type (allowed: ${list([type].flat())})`,
  enum: (instance, schema) =>
    `instance value (${text(instance)}) not found in enum (possible values: ${text(schema.enum)})`,
  additionalProperties: (instance, schema) =>
    // Where it is a schema, that one's problems are told.
    schema.additionalProperties === false
      ? `object instance has properties which are not allowed by the schema: ${list(undeclared(instance, schema))}`
      : undefined,
  minLength: (instance, { minLength }) =>
    `string ${text(instance)} is too short (length: ${String(sizeOf(instance))}, required minimum: ${String(minLength)})`,
  maxLength: (instance, { maxLength }) =>
    `string ${text(instance)} is too long (length: ${String(sizeOf(instance))}, maximum allowed: ${String(maxLength)})`,
  pattern: (instance, { pattern }) =>
    `ECMA 262 regex ${text(pattern)} does not match input string ${text(instance)}`,
  minimum: (instance, { minimum }) =>
    `numeric instance is lower than the required minimum (minimum: ${String(minimum)}, found: ${String(instance)})`,
  maximum: (instance, { maximum }) =>
    `numeric instance is greater than the required maximum (maximum: ${String(maximum)}, found: ${String(instance)})`,
  minItems: (instance, { minItems }) =>
    `array is too short: must have at least ${String(minItems)} elements but instance has ${String(countOf(instance))} elements`,
  maxItems: (instance, { maxItems }) =>
    `array is too long: must have at most ${String(maxItems)} elements but instance has ${String(countOf(instance))} elements`,
};

/**
 * What is wrong with a body: each problem once. Those of alternatives, as of `oneOf`, are not told.
 *
 * @param schema what the body was held against
 */
export function schemaProblems(
  body: unknown,
  schema: Json,
  errors: readonly OutputUnit[],
  follow: Follow,
): readonly string[] {
  const problems = errors.flatMap(({ keyword, keywordLocation, instanceLocation }) => {
    const describe = Object.hasOwn(descriptions, keyword) ? descriptions[keyword] : undefined;
    if (describe === undefined || /\/(?:anyOf|oneOf|not)\//.test(keywordLocation)) {
      return [];
    }
    const path = segments(keywordLocation).slice(0, -1);
    const broken = schemaAt(schema, path, follow);
    const instance = valueAt(body, segments(instanceLocation));
    return (isObject(broken) ? describe(instance, broken) : undefined) ?? [];
  });
  return [...new Set(problems)];
}

function schemaAt(schema: Json, path: readonly string[], follow: Follow): unknown {
  let place: ReturnType<Follow> = { root: schema, node: schema };
  for (const segment of path) {
    const next = member(place.node, segment);
    place =
      segment === '$ref' && typeof next === 'string'
        ? follow(next, place.root)
        : { root: place.root, node: next };
  }
  return place.node;
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce(member, value);
}

/** Of a JSON pointer in a fragment: `#/a~1b` is `a/b`. */
export function segments(pointer: string): string[] {
  const [, ...encoded] = pointer.split('/');
  return encoded.map((segment) =>
    decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~'),
  );
}

function member(value: unknown, name: string): unknown {
  return has(value, name) ? Reflect.get(value, name) : undefined;
}

function has(value: unknown, name: string): value is object {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function undeclared(instance: unknown, { properties, patternProperties }: Json): string[] {
  const patterns = Object.keys(isObject(patternProperties) ? patternProperties : {});
  return Object.keys(isObject(instance) ? instance : {}).filter(
    (name) =>
      !has(properties, name) && !patterns.some((pattern) => new RegExp(pattern, 'u').test(name)),
  );
}

function typeOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  return Number.isInteger(value) ? 'integer' : typeof value;
}
