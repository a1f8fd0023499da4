import { fromEntries } from '../by-name.ts';
import { z } from 'zod';
import { list, number } from '../rpc/fields.ts';

/** Units of the API reference. */
export const unit = z.enum([
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
]);

export const namespace = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^:].*$/);
export const metricName = z.string().min(1).max(255);

const dimension = z.object({
  Name: z.string().min(1).max(255),
  Value: z.string().min(1).max(1024),
});

/** `[{ Name, Value }]`, read into a record. */
export const dimensions = list(dimension)
  .refine((all) => all.length <= 30, 'At most 30 dimensions.')
  .transform((all) => fromEntries(all.map(({ Name, Value }) => [Name, Value])));

/** The way back from `dimensions`. */
export function toDimensionList(
  record: Readonly<Record<string, string>>,
): { Name: string; Value: string }[] {
  return Object.entries(record).map(([Name, Value]) => ({ Name, Value }));
}

/** Seconds, for reading metrics. */
export const period = number.refine(
  (seconds) => [1, 5, 10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0),
  'The period must be 1, 5, 10, 20, 30 or a multiple of 60 seconds.',
);

export const nextToken = z.string().min(1).max(65_536).optional();
