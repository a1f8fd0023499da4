import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineLogs } from './errors.ts';
import * as field from './fields.ts';
import { requireGroup } from './lookup.ts';

/** The retention times that PutRetentionPolicy allows, in days. */
const allowedDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const putRetentionPolicy = defineLogs({
  name: 'PutRetentionPolicy',
  writes: true,
  input: z.object({
    logGroupName: field.groupName,
    retentionInDays: z
      .int()
      .refine(
        (days) => allowedDays.includes(days),
        `Member must be one of ${allowedDays.join(', ')}`,
      ),
  }),
  run: (input, region) => {
    requireGroup(region, input.logGroupName).retentionInDays = input.retentionInDays;
    return {};
  },
});

const deleteRetentionPolicy = defineLogs({
  name: 'DeleteRetentionPolicy',
  writes: true,
  input: z.object({ logGroupName: field.groupName }),
  run: (input, region) => {
    delete requireGroup(region, input.logGroupName).retentionInDays;
    return {};
  },
});

export const retentionOperations: readonly RpcOperation[] = [
  putRetentionPolicy,
  deleteRetentionPolicy,
];
