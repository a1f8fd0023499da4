import { z } from 'zod';
import { isIncluded, isSame, type Equivalence } from '../equality.ts';

const index = {
  name: z.string(),
  nonKeyAttributes: z.array(z.string()).optional(),
  projectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
};

export const schema = z.strictObject({
  attributes: z.array(z.strictObject({ name: z.string(), type: z.enum(['S', 'N', 'B']) })),
  billingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
  deletionProtectionEnabled: z.boolean().optional(),
  globalSecondaryIndexes: z
    .array(
      z.strictObject({
        ...index,
        hashKey: z.string(),
        rangeKey: z.string().optional(),
        readCapacity: z.number().int().optional(),
        writeCapacity: z.number().int().optional(),
      }),
    )
    .optional(),
  hashKey: z.string(),
  localSecondaryIndexes: z.array(z.strictObject({ ...index, rangeKey: z.string() })).optional(),
  name: z.string().optional(),
  pointInTimeRecovery: z
    .strictObject({
      enabled: z.boolean(),
      recoveryPeriodInDays: z.number().int().optional(),
    })
    .optional(),
  rangeKey: z.string().optional(),
  readCapacity: z.number().int().optional(),
  region: z.string().optional(),
  replicas: z
    .array(
      z.strictObject({
        regionName: z.string(),
        deletionProtectionEnabled: z.boolean().optional(),
        pointInTimeRecovery: z.boolean().optional(),
        propagateTags: z.boolean().optional(),
      }),
    )
    .optional(),
  serverSideEncryption: z
    .strictObject({ enabled: z.boolean(), kmsKeyArn: z.string().optional() })
    .optional(),
  streamEnabled: z.boolean().optional(),
  streamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']).optional(),
  tableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  ttl: z
    .strictObject({ attributeName: z.string().optional(), enabled: z.boolean().optional() })
    .optional(),
  writeCapacity: z.number().int().optional(),
});
export type Inputs = z.output<typeof schema>;

/** DynamoDB has attributes and indexes in no order. */
export const isSameSet: Equivalence = (inState, asked) => isSame(sorted(inState), sorted(asked));
/** What is switched off has no other settings; what is left out of the others DynamoDB chooses. */
export const isSwitched: Equivalence = (inState, asked) =>
  isIncluded(inState, asked) || (isSwitchedOff(inState) && isSwitchedOff(asked));

function sorted(value: unknown): unknown {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return [...list].sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
}

const nameIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';

/** Of replicas only where they are is compared: the rest DynamoDB keeps with each of them. */
export const isInSameRegions: Equivalence = (inState, asked) =>
  isSame(regionsIn(inState), regionsIn(asked));

/** Names of the regions that replicas are in, in an order that does not change. */
export function regionsIn(replicas: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(replicas) ? replicas : [];
  return list
    .map((each) =>
      typeof each === 'object' && each !== null && 'regionName' in each
        ? String(each.regionName)
        : '',
    )
    .sort();
}

const isSwitchedOff = (value: unknown): boolean =>
  !(typeof value === 'object' && value !== null && 'enabled' in value && value.enabled === true);
