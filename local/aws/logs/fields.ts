import { z } from 'zod';
import { namedValues } from '../by-name.ts';

/** Lengths and patterns from the CloudWatch Logs API reference. */
export const groupName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);
export const streamName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/);
export const token = z.string().min(1).max(2048);
export const tags = namedValues(z.string().max(256), z.string().min(1).max(128));
/** Milliseconds since the epoch. */
export const time = z.int().min(0);

/** No group has a data protection policy here, so nothing is masked. */
export const unmasking = { unmask: z.boolean().optional() };

/** How reading operations name a group. */
export const namedGroup = {
  logGroupName: groupName.optional(),
  logGroupIdentifier: z
    .string()
    .min(1)
    .max(2048)
    .regex(
      /^[\w#+=/:,.@-]*$/,
      String.raw`Member must satisfy regular expression pattern: [\w#+=/:,.@-]*`,
    )
    .optional(),
};
