import type {
  CreateTableCommandInput,
  TableDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isIncluded, isSame, type Equivalence } from '../equality.ts';
import { unlessMissing } from '../errors.ts';
import { poll } from '../settling.ts';
import type { Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { allTags, tagChanges, tagProperties } from '../tags.ts';

const index = {
  name: z.string(),
  nonKeyAttributes: z.array(z.string()).optional(),
  projectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
};

const schema = z.strictObject({
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
  serverSideEncryption: z
    .strictObject({ enabled: z.boolean(), kmsKeyArn: z.string().optional() })
    .optional(),
  tableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  ttl: z
    .strictObject({ attributeName: z.string().optional(), enabled: z.boolean().optional() })
    .optional(),
  writeCapacity: z.number().int().optional(),
});
type Inputs = z.output<typeof schema>;

const activeTimeoutMs = 60_000;

/** DynamoDB has attributes and indexes in no order. */
const isSameSet: Equivalence = (inState, asked) => isSame(sorted(inState), sorted(asked));
/** What is switched off has no other settings; what is left out of the others DynamoDB chooses. */
const isSwitched: Equivalence = (inState, asked) =>
  isIncluded(inState, asked) || (isSwitchedOff(inState) && isSwitchedOff(asked));

/**
 * `aws:dynamodb/table:Table`. Encryption and table class are taken and kept from the program, as they change
 * nothing here.
 */
export const table = defineResource({
  title: 'table',
  schema,
  autoName: { property: 'name', maxLength: 255 },
  defaults: { billingMode: 'PROVISIONED' },
  outputs: ['arn', 'tagsAll'],
  replaceOn: ['hashKey', 'localSecondaryIndexes', 'name', 'rangeKey', 'region'],
  chosenByAws: ['region', 'readCapacity', 'writeCapacity', 'pointInTimeRecovery', 'ttl'],
  notReadable: ['serverSideEncryption', 'tableClass'],
  equivalent: {
    attributes: isSameSet,
    globalSecondaryIndexes: isSameSet,
    localSecondaryIndexes: isSameSet,
    pointInTimeRecovery: isSwitched,
    ttl: isSwitched,
  },
  tagged: true,

  async create(region, inputs) {
    const { CreateTableCommand } = await import('@aws-sdk/client-dynamodb');
    const client = await region.dynamodb;
    const TableName = inputs.name ?? '';
    const tags = Object.entries(allTags(region, inputs.tags));
    await client.send(
      new CreateTableCommand({
        TableName,
        ...describe(inputs),
        DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
        Tags: tags.map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return TableName;
  },

  async complete(region, id, { ttl, pointInTimeRecovery }) {
    await poll(
      async () => ((await get(region, id))?.TableStatus === 'ACTIVE' ? true : undefined),
      `table ${id} to become active`,
      activeTimeoutMs,
      region.signal,
    );
    if (ttl?.enabled === true) {
      await setTimeToLive(region, id, ttl.attributeName ?? '', true);
    }
    if (pointInTimeRecovery?.enabled === true) {
      await setRecovery(region, id, pointInTimeRecovery);
    }
  },

  async read(region, id): Promise<Live | undefined> {
    const live = await get(region, id);
    if (live === undefined) {
      return undefined;
    }
    const {
      DescribeTimeToLiveCommand,
      DescribeContinuousBackupsCommand,
      ListTagsOfResourceCommand,
    } = await import('@aws-sdk/client-dynamodb');
    const client = await region.dynamodb;
    const [ends, backups, tagged] = await Promise.all([
      client.send(new DescribeTimeToLiveCommand({ TableName: id })),
      client.send(new DescribeContinuousBackupsCommand({ TableName: id })),
      client.send(new ListTagsOfResourceCommand({ ResourceArn: live.TableArn })),
    ]);
    const ttl = ends.TimeToLiveDescription;
    const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const tags: Properties = Object.fromEntries<unknown>(
      (tagged.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value] as const),
    );
    return {
      id,
      properties: {
        ...fromDescription(live),
        ttl: {
          enabled: ttl?.TimeToLiveStatus === 'ENABLED',
          attributeName: ttl?.AttributeName ?? '',
        },
        pointInTimeRecovery:
          recovery?.PointInTimeRecoveryStatus === 'ENABLED'
            ? { enabled: true, recoveryPeriodInDays: recovery.RecoveryPeriodInDays }
            : { enabled: false },
        ...tagProperties(region, tags),
      },
    };
  },

  async update(region, id, { inputs, changed, state }) {
    await updateTable(region, id, inputs, changed);
    if (changed.has('ttl')) {
      const old = z.object({ ttl: schema.shape.ttl }).parse({ ttl: state.ttl }).ttl;
      if (old?.enabled === true) {
        await setTimeToLive(region, id, old.attributeName ?? '', false);
      }
      if (inputs.ttl?.enabled === true) {
        await setTimeToLive(region, id, inputs.ttl.attributeName ?? '', true);
      }
    }
    if (changed.has('pointInTimeRecovery')) {
      await setRecovery(region, id, inputs.pointInTimeRecovery ?? { enabled: false });
    }
    if (changed.has('tagsAll')) {
      await changeTags(region, state, inputs.tags);
    }
  },

  async delete(region, id) {
    const { DeleteTableCommand } = await import('@aws-sdk/client-dynamodb');
    const client = await region.dynamodb;
    await unlessMissing(client.send(new DeleteTableCommand({ TableName: id })));
  },
});

function describe(
  inputs: Inputs,
): Pick<
  CreateTableCommandInput,
  | 'AttributeDefinitions'
  | 'KeySchema'
  | 'BillingMode'
  | 'ProvisionedThroughput'
  | 'GlobalSecondaryIndexes'
  | 'LocalSecondaryIndexes'
> {
  const { globalSecondaryIndexes: global = [], localSecondaryIndexes: local = [] } = inputs;
  return {
    AttributeDefinitions: attributesOf(inputs),
    KeySchema: keysOf(inputs),
    BillingMode: inputs.billingMode,
    ...throughputOf(inputs, inputs),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((each) => ({
        ...{ IndexName: each.name, KeySchema: keysOf(each), ...projectionOf(each) },
        ...throughputOf(inputs, each),
      })),
    }),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((each) => ({
        IndexName: each.name,
        KeySchema: keysOf({ hashKey: inputs.hashKey, rangeKey: each.rangeKey }),
        ...projectionOf(each),
      })),
    }),
  };
}

const attributesOf = ({ attributes }: Inputs) =>
  attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));

function keysOf({ hashKey, rangeKey }: { hashKey: string; rangeKey?: string | undefined }) {
  return [
    { AttributeName: hashKey, KeyType: 'HASH' as const },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' as const }]),
  ];
}

function projectionOf({
  projectionType,
  nonKeyAttributes,
}: Pick<
  NonNullable<Inputs['globalSecondaryIndexes']>[number],
  'projectionType' | 'nonKeyAttributes'
>) {
  return { Projection: { ProjectionType: projectionType, NonKeyAttributes: nonKeyAttributes } };
}

interface Capacity {
  readonly readCapacity?: number | undefined;
  readonly writeCapacity?: number | undefined;
}

function throughputOf({ billingMode }: Inputs, { readCapacity, writeCapacity }: Capacity) {
  return billingMode === 'PAY_PER_REQUEST'
    ? {}
    : {
        ProvisionedThroughput: {
          ReadCapacityUnits: readCapacity ?? 1,
          WriteCapacityUnits: writeCapacity ?? 1,
        },
      };
}

function fromDescription(live: TableDescription): Properties {
  const { KeySchema = [], GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = live;
  const keyOf = (keys: typeof KeySchema, type: string) =>
    keys.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const common = ({
    IndexName,
    KeySchema: keys = [],
    Projection,
  }: (typeof GlobalSecondaryIndexes)[number]) => ({
    name: IndexName,
    projectionType: Projection?.ProjectionType,
    ...(keyOf(keys, 'RANGE') !== undefined && { rangeKey: keyOf(keys, 'RANGE') }),
    ...(Projection?.NonKeyAttributes && { nonKeyAttributes: Projection.NonKeyAttributes }),
  });
  const capacityOf = (throughput: TableDescription['ProvisionedThroughput']) => ({
    readCapacity: throughput?.ReadCapacityUnits ?? 0,
    writeCapacity: throughput?.WriteCapacityUnits ?? 0,
  });
  return {
    arn: live.TableArn,
    name: live.TableName,
    attributes: (live.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => ({
      ...{ name: AttributeName, type: AttributeType },
    })),
    billingMode: live.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    deletionProtectionEnabled: live.DeletionProtectionEnabled ?? false,
    hashKey: keyOf(KeySchema, 'HASH'),
    rangeKey: keyOf(KeySchema, 'RANGE'),
    ...capacityOf(live.ProvisionedThroughput),
    globalSecondaryIndexes: GlobalSecondaryIndexes.map((each) => ({
      ...{ ...common(each), hashKey: keyOf(each.KeySchema ?? [], 'HASH') },
      ...capacityOf(each.ProvisionedThroughput),
    })),
    localSecondaryIndexes: LocalSecondaryIndexes.map(common),
  };
}

async function get(region: AwsRegion, TableName: string): Promise<TableDescription | undefined> {
  const { DescribeTableCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  return (await unlessMissing(client.send(new DescribeTableCommand({ TableName }))))?.Table;
}

/** What the embedded AWS cannot change, as an index, it refuses itself. */
async function updateTable(
  region: AwsRegion,
  TableName: string,
  inputs: Inputs,
  changed: ReadonlySet<string>,
): Promise<void> {
  const isAny = (...names: readonly string[]) => names.some((name) => changed.has(name));
  const { UpdateTableCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  const update: UpdateTableCommandInput = {
    TableName,
    ...(isAny('billingMode') && { BillingMode: inputs.billingMode }),
    ...(isAny('billingMode', 'readCapacity', 'writeCapacity') && throughputOf(inputs, inputs)),
    ...(isAny('deletionProtectionEnabled') && {
      DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false,
    }),
    ...(isAny('attributes', 'globalSecondaryIndexes') && {
      AttributeDefinitions: attributesOf(inputs),
    }),
  };
  if (isAny('globalSecondaryIndexes')) {
    const { ProviderError } = await import('../errors.ts');
    throw new ProviderError(
      'the embedded AWS cannot change the indexes of a table that is there; name another table, or forget this one: npm run local -- reset',
    );
  }
  if (Object.keys(update).some((name) => !['TableName', 'AttributeDefinitions'].includes(name))) {
    await client.send(new UpdateTableCommand(update));
  }
}

async function setTimeToLive(
  region: AwsRegion,
  TableName: string,
  AttributeName: string,
  Enabled: boolean,
): Promise<void> {
  const { UpdateTimeToLiveCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  await client.send(
    new UpdateTimeToLiveCommand({
      ...{ TableName, TimeToLiveSpecification: { AttributeName, Enabled } },
    }),
  );
}

async function setRecovery(
  region: AwsRegion,
  TableName: string,
  { enabled, recoveryPeriodInDays }: NonNullable<Inputs['pointInTimeRecovery']>,
): Promise<void> {
  const { UpdateContinuousBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: enabled,
        RecoveryPeriodInDays: recoveryPeriodInDays,
      },
    }),
  );
}

async function changeTags(
  region: AwsRegion,
  state: Properties,
  tags: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-dynamodb');
  const client = await region.dynamodb;
  const ResourceArn = String(state.arn);
  const { set, removed } = tagChanges(state, allTags(region, tags));
  if (removed.length > 0) {
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: removed }));
  }
  if (Object.keys(set).length > 0) {
    const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
    await client.send(new TagResourceCommand({ ResourceArn, Tags }));
  }
}

function sorted(value: unknown): unknown {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return [...list].sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
}

const nameIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';

const isSwitchedOff = (value: unknown): boolean =>
  !(typeof value === 'object' && value !== null && 'enabled' in value && value.enabled === true);
