import { fromEntries } from '../by-name.ts';
import { z } from 'zod';

/*
 * Members as they arrive in the three protocols: the query protocol sends every scalar as text and an
 * empty list as empty text, JSON sends timestamps as seconds since the epoch, CBOR as dates.
 */

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number. */
export const number = z.preprocess(
  (value) => (typeof value === 'string' && decimal.test(value) ? Number(value) : value),
  z.number(),
);

/** A whole number of at least `minimum`. */
export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER) {
  return number.pipe(z.int().min(minimum).max(maximum));
}

export const boolean = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);

/** A point in time, in milliseconds since the epoch. */
export const timestamp = z.preprocess(toMilliseconds, z.number());

function toMilliseconds(value: unknown): unknown {
  if (value instanceof Date) {
    return value.getTime();
  }
  if (typeof value === 'number') {
    return value * 1000;
  }
  if (typeof value === 'string') {
    return decimal.test(value) ? Number(value) * 1000 : Date.parse(value);
  }
  return value;
}

/** A list of `item`. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (value === '' ? [] : value), z.array(item));
}

/** `[{ Key, Value }]`, read into a record. */
export const tagList = list(
  z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }),
).transform((tags) => fromEntries(tags.map((tag) => [tag.Key, tag.Value])));

/** The way back from `tagList`. */
export function toTagList(
  tags: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
