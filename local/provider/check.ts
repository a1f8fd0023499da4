import { z } from 'zod';
import { makeName } from './names.ts';
import { hasUnknown, isObject, unknownValue, type Properties } from './properties.ts';
import type { ResourceType } from './resource.ts';

export interface CheckFailure {
  /** Dotted: `environment.variables.STAGE`. */
  readonly property: string;
  readonly reason: string;
}

/**
 * Fills in defaults and the name, and says what is wrong with the inputs of a resource.
 *
 * @param oldInputs The inputs of the last run, whose name is kept; empty for a new resource.
 * @param seed The engine's random seed, for a new name.
 */
export function check(
  type: ResourceType,
  resourceName: string,
  oldInputs: Properties,
  asked: Properties,
  seed: Uint8Array,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  const named = withName(type, resourceName, oldInputs, asked, seed);
  const inputs = withDefaults(withDocuments(named, type.documents), type.defaults);
  const failures = [...failuresOf(type.schema, inputs), ...choiceFailures(type, inputs)];
  return { inputs, failures };
}

function withName(
  { autoName }: ResourceType,
  resourceName: string,
  oldInputs: Properties,
  asked: Properties,
  seed: Uint8Array,
): Properties {
  if (autoName === undefined || asked[autoName.property] !== undefined) {
    return asked;
  }
  const name = oldInputs[autoName.property] ?? makeName(autoName, resourceName, seed, asked);
  return { ...asked, [autoName.property]: name };
}

function withDocuments(inputs: Properties, names: readonly string[]): Properties {
  const texts = names
    .filter((name) => isObject(inputs[name]))
    .map((name) => [name, hasUnknown(inputs[name]) ? unknownValue : jsonOf(inputs[name])] as const);
  return { ...inputs, ...Object.fromEntries(texts) };
}

// Sorted members: the same document is the same text in every run.
function jsonOf(document: unknown): string {
  return JSON.stringify(document, (_name, value: unknown) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function withDefaults(inputs: Properties, defaults: Properties): Properties {
  const filled: Record<string, unknown> = { ...inputs };
  for (const [name, value] of Object.entries(defaults)) {
    const given = inputs[name];
    if (isObject(value)) {
      if (isObject(given)) {
        filled[name] = withDefaults(given, value);
      }
    } else {
      filled[name] = given ?? value;
    }
  }
  return filled;
}

function choiceFailures({ exactlyOneOf }: ResourceType, inputs: Properties): CheckFailure[] {
  const [property] = exactlyOneOf;
  const given = exactlyOneOf.filter((name) => inputs[name] !== undefined);
  if (property === undefined || given.length === 1) {
    return [];
  }
  const names = exactlyOneOf.map((name) => `\`${name}\``).join(', ');
  const reason = `exactly one of ${names} must be specified, and ${given.join(' and ') || 'none'} is`;
  return [{ property, reason }];
}

function failuresOf(schema: z.ZodObject, inputs: Properties): CheckFailure[] {
  const unknown = Object.keys(schema.shape).filter((name) => hasUnknown(inputs[name]));
  const known = z.strictObject(
    Object.fromEntries(Object.entries(schema.shape).filter(([name]) => !unknown.includes(name))),
  );
  const given = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !unknown.includes(name)),
  );
  const result = known.safeParse(given);
  return result.success ? [] : result.error.issues.flatMap(describeIssue);
}

function describeIssue(issue: z.core.$ZodIssue): CheckFailure[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      property: [...path, key].join('.'),
      reason: 'the provider of the embedded AWS does not model this property',
    }));
  }
  return [{ property: path.join('.'), reason: issue.message }];
}
