import { z } from 'zod';
import { isStructure } from './protocols/values.ts';

/** Only {@link fromEntries} and what is built on it make one: neither `{}` nor a spread copy is assignable. */
declare class Guarded {
  private readonly guarded: never;
}

/**
 * Values by names that callers choose, as state keeps them. It has no prototype, so `__proto__` and
 * `constructor` are names like any other: there when they were set, and otherwise not. Plain JSON.
 */
export type ByName<Value> = Guarded & Record<string, Value>;

/** @param entries names with their values; a later one replaces an earlier one */
export function fromEntries<Value>(entries: Iterable<readonly [string, Value]>): ByName<Value> {
  const values = Object.create(null) as ByName<Value>;
  for (const [name, value] of entries) {
    values[name] = value;
  }
  return values;
}

/** The values of all records; a later one replaces an earlier one of its name. */
export const byName = <Value>(
  ...records: readonly Readonly<Record<string, Value>>[]
): ByName<Value> => fromEntries(records.flatMap((record) => Object.entries(record)));

/** The same names with other values. */
export const mapByName = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): ByName<To> =>
  fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));

/** The record without some of its names. */
export const withoutNames = <Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly string[],
): ByName<Value> => fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

/** Reads a JSON object into a {@link ByName}; `z.record` would leave `__proto__` out. */
export function namedValues<Value extends z.ZodType>(value: Value, name = z.string()) {
  const asMap = (input: unknown): unknown =>
    isStructure(input) ? new Map(Object.entries(input)) : input;
  return z.preprocess(asMap, z.map(name, value)).transform((map) => fromEntries(map));
}

/** A reviver for `JSON.parse` that reads every object as {@link byName} makes it. */
export const reviveByName = (_name: string, value: unknown): unknown =>
  isStructure(value) ? byName(value) : value;

/** A deep copy of plain JSON; `structuredClone` would give its records a prototype. */
export const copyOf = <State>(state: State): State => copyValue(state) as State;

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copyValue);
  }
  if (!isStructure(value)) {
    return value;
  }
  const copy = mapByName(value, copyValue);
  return Object.getPrototypeOf(value) === null ? copy : Object.fromEntries(Object.entries(copy));
}
