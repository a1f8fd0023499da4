import { z } from 'zod';

const values = z.union([z.string(), z.number(), z.boolean()]);
const tests = z.record(z.string(), z.union([values, z.array(values)]));

const operator =
  /^(?:For(?:All|Any)Values?:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like)|Null)(?:IfExists)?$/i;

/** Of a statement. An operator is only looked at when it tests something. */
export const condition = z.record(z.string(), tests).refine((given) =>
  Object.entries(given).every(([name, tested]) => {
    const asks = Object.keys(tested).length > 0;
    return !asks || operator.test(name);
  }),
);

/** Whether the dates among a condition's values can be read: seconds, or ISO 8601, parts of it left out from the end. */
export function hasReadableDates(given: z.output<typeof condition>): boolean {
  return Object.entries(given)
    .filter(([name]) => /^(?:For(?:All|Any)Values?:)?Date/i.test(name))
    .flatMap(([, tested]) => Object.values(tested).flat())
    .every((value) => isDate(String(value)));
}

const iso =
  /^\d{1,4}(?:-(?:0?[1-9]|1[0-2])(?:-(?:0?[1-9]|[12]\d|3[01]))?)?(?:t(?:\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?)?(?:z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

function isDate(text: string): boolean {
  return /^-?\d+$/.test(text) ? BigInt.asIntN(64, BigInt(text)) === BigInt(text) : iso.test(text);
}
