import { z } from 'zod';

/** Pulumi writes `true` back as `"true"` when it rewrites a stack's file. */
export const flag = z
  .union([z.boolean(), z.literal(['true', 'false'])], { error: 'must be true or false' })
  .transform((value) => value === true || value === 'true');
