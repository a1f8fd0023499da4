import { z } from 'zod';
import { fromEntries } from '../by-name.ts';
import { integer, list } from '../rpc/fields.ts';
import { invalidInput } from './errors.ts';

const nameCharacters = /^[\w+=,.@-]+$/;

/** Lengths and patterns from the IAM API reference. */
export const roleName = z.string().min(1).max(64).regex(nameCharacters);
export const policyName = z.string().min(1).max(128).regex(nameCharacters);
export const policyArn = z.string().min(20).max(2048);
export const policyDocument = z.string().min(1).max(131_072);
export const description = z.string().max(1000);
/** Seconds, one to twelve hours. */
export const maxSessionDuration = integer(3600, 43_200);
export const path = z
  .string()
  .max(512)
  .regex(/^\/(?:[!-~]+\/)?$/, 'Member must begin and end with /');

export const paging = {
  Marker: z.string().min(1).optional(),
  MaxItems: integer(1, 1000).optional(),
};

/** A list of texts, of which the validation says no more than what all have to be. */
export function texts(item: z.ZodString, rules: readonly string[]) {
  return list(z.string()).refine(
    (values) => values.every((value) => item.safeParse(value).success),
    `Member must satisfy constraint: [${rules.join(', ')}]`,
  );
}

const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u);

export const tagKeys = texts(tagKey, [
  'Member must have length less than or equal to 128',
  'Member must have length greater than or equal to 1',
  String.raw`Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
  'Member must not be null',
]).pipe(z.array(z.string()).max(50));

/** Of a policy or a provider: keys may differ in case alone. */
export const tags = tagRecord((key) => key, '');

/** Of a role. */
export const roleTags = tagRecord(
  (key) => key.toLowerCase(),
  ' Please note that Tag keys are case insensitive.',
);

function tagRecord(identity: (key: string) => string, note: string) {
  const value = z
    .string()
    .max(256)
    .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
  return list(z.object({ Key: tagKey, Value: value }))
    .pipe(z.array(z.object({ Key: z.string(), Value: z.string() })).max(50))
    .transform((pairs) => {
      if (new Set(pairs.map(({ Key }) => identity(Key))).size < pairs.length) {
        throw invalidInput(`Duplicate tag keys found.${note}`);
      }
      return fromEntries(pairs.map(({ Key, Value }) => [Key, Value]));
    });
}
