import { z } from 'zod';
import type { RestRequest } from '../operation.ts';
import { readXml } from '../protocols/read-xml.ts';
import { isStructure } from '../protocols/values.ts';
import { invalidInput } from './errors.ts';

/**
 * The XML body in the given shape.
 *
 * @throws {AwsError} `InvalidInput` 400
 */
export function parseBody<T extends z.ZodType>(request: RestRequest, schema: T): z.infer<T> {
  const parsed = schema.safeParse(readXml(request.body.toString('utf8')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidInput(`Invalid XML ; ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  return parsed.data;
}

/** A list in XML: an element around others of one name; one of them alone is read as a value. */
export function listOf<Item extends z.ZodType>(name: string, item: Item) {
  const members = (value: unknown): unknown => {
    const inner: unknown = isStructure(value) ? value[name] : undefined;
    return inner === undefined ? [] : [inner].flat();
  };
  return z.preprocess(members, z.array(item));
}

/** `true` or `false`. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
