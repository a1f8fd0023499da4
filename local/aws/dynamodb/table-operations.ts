import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import { copyOf } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { tagList } from '../rpc/fields.ts';
import { defineDynamoDb, validationError } from './errors.ts';
import { requireTable, storeOf, tableNameOf } from './lookup.ts';
import { describeIn, replicaUpdates, updateReplicas } from './replicas.ts';
import type { TableExtras } from './state.ts';

const table = z.looseObject({ TableName: z.string().transform(tableNameOf) });
const stream = z.looseObject({ StreamEnabled: z.boolean(), StreamViewType: z.string().optional() });
const tableClass = z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
const encryption = z.looseObject({
  Enabled: z.boolean().default(false),
  KMSMasterKeyId: z.string().optional(),
});
const pollMs = 5;

/** Members of CreateTable that the store has. */
const stored: readonly string[] = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'LocalSecondaryIndexes',
  'GlobalSecondaryIndexes',
  'BillingMode',
  'ProvisionedThroughput',
];

const createTable = defineDynamoDb({
  name: 'CreateTable',
  writes: true,
  input: table.extend({
    Tags: tagList.prefault([]),
    DeletionProtectionEnabled: z.boolean().default(false),
    StreamSpecification: stream.optional(),
    SSESpecification: encryption.optional(),
    TableClass: tableClass.optional(),
  }),
  run: async (
    {
      Tags,
      DeletionProtectionEnabled,
      StreamSpecification,
      SSESpecification,
      TableClass,
      ...input
    },
    region,
  ) => {
    refuseOthers('CreateTable', input, stored);
    const hasStream = isForReplicas('CreateTable', StreamSpecification);
    const { TableName } = input;
    // Dynalite, which knows no replicas, refuses one of its own without a word.
    if (region.state.dynamodb.tables[TableName] !== undefined) {
      throw new AwsError('ResourceInUseException', 400, `Table already exists: ${TableName}`);
    }
    const { TableDescription } = await region.tables.run('CreateTable', input);
    const created = copyOf(TableDescription);
    await settled(region, input.TableName);
    region.state.dynamodb.tables[input.TableName] = {
      tags: Tags,
      deletionProtection: DeletionProtectionEnabled,
      ...(hasStream && { hasStream }),
      ...(TableClass && { tableClass: TableClass }),
      ...encryptedBy(region, SSESpecification),
    };
    return { TableDescription: describeIn(region, TableName, asRecord(created)) };
  },
});

const describeTable = defineDynamoDb({
  name: 'DescribeTable',
  writes: false,
  input: table,
  run: async (input, region) => {
    const { TableName } = input;
    const { Table } = await storeOf(region, TableName).run('DescribeTable', input);
    return { Table: describeIn(region, TableName, asRecord(Table)) };
  },
});

const updateTable = defineDynamoDb({
  name: 'UpdateTable',
  writes: true,
  input: table.extend({
    DeletionProtectionEnabled: z.boolean().optional(),
    StreamSpecification: stream.optional(),
    ReplicaUpdates: replicaUpdates.optional(),
    SSESpecification: encryption.optional(),
    TableClass: tableClass.optional(),
  }),
  run: async (
    {
      DeletionProtectionEnabled,
      StreamSpecification,
      ReplicaUpdates,
      SSESpecification,
      TableClass,
      ...input
    },
    region,
  ) => {
    const extras = requireTable(region, input.TableName);
    const { TableName, AttributeDefinitions: _definitions, ...changes } = input;
    refuseOthers('UpdateTable', changes, [
      'BillingMode',
      'ProvisionedThroughput',
      'GlobalSecondaryIndexUpdates',
    ]);
    const store = storeOf(region, TableName);
    if (Object.keys(changes).length > 0) {
      await store.run('UpdateTable', input);
      await settled(region, TableName);
    }
    extras.deletionProtection = DeletionProtectionEnabled ?? extras.deletionProtection;
    if (StreamSpecification !== undefined) {
      const hasStream = isForReplicas('UpdateTable', StreamSpecification);
      if (!hasStream && extras.regions !== undefined) {
        throw validationError('The stream of a table with replicas cannot be disabled');
      }
      extras.hasStream = hasStream;
    }
    if (SSESpecification !== undefined) {
      delete extras.encryptionKey;
      Object.assign(extras, encryptedBy(region, SSESpecification));
    }
    if (TableClass !== undefined) {
      extras.tableClass = TableClass;
    }
    if (ReplicaUpdates !== undefined) {
      await updateReplicas(region, TableName, ReplicaUpdates);
    }
    const { Table } = await store.run('DescribeTable', { TableName });
    return { TableDescription: describeIn(region, TableName, asRecord(Table)) };
  },
});

const deleteTable = defineDynamoDb({
  name: 'DeleteTable',
  writes: true,
  input: table,
  run: async (input, region) => {
    const { TableName } = input;
    if (region.state.dynamodb.tables[TableName]?.deletionProtection === true) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    }
    const [holder, ...others] = region.state.dynamodb.tables[TableName]?.regions ?? [];
    if (holder !== undefined && holder !== region.region) {
      const { Table } = await storeOf(region, TableName).run('DescribeTable', { TableName });
      const replica = describeIn(region, TableName, asRecord(Table));
      const Delete = { RegionName: region.region };
      await updateReplicas(region.sibling(holder), TableName, [{ Delete }]);
      return { TableDescription: { ...replica, TableStatus: 'DELETING' } };
    }
    if (others.length > 0) {
      throw notImplemented('dynamodb:DeleteTable of the first region of a table with replicas');
    }
    const { TableDescription } = await region.tables.run('DeleteTable', input);
    const deleted = copyOf(TableDescription);
    await settled(region, TableName);
    Reflect.deleteProperty(region.state.dynamodb.tables, TableName);
    return { TableDescription: deleted };
  },
});

const listTables: RpcOperation = {
  kind: 'rpc',
  name: 'ListTables',
  writes: false,
  run: async (input, region) => {
    const answer = await region.tables.run('ListTables', input);
    const replicas = Object.entries(region.state.dynamodb.tables)
      .filter(([, { regions = [region.region] }]) => regions[0] !== region.region)
      .map(([name]) => name);
    const { TableNames = [], LastEvaluatedTableName } = answer;
    return LastEvaluatedTableName === undefined && Array.isArray(TableNames)
      ? { ...answer, TableNames: [...(TableNames as string[]), ...replicas] }
      : answer;
  },
};

function refuseOthers(operation: string, input: object, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name));
  if (other !== undefined) {
    throw notImplemented(`dynamodb:${operation} with ${other}`);
  }
}

/** Nothing is encrypted here: the key is told as DynamoDB tells it, the account's own where none was named. */
function encryptedBy(
  { account, region }: Region,
  asked: z.output<typeof encryption> | undefined,
): Pick<TableExtras, 'encryptionKey'> {
  if (asked?.Enabled !== true) {
    return {};
  }
  const key = asked.KMSMasterKeyId ?? randomUUID();
  const resource = key.startsWith('alias/') ? key : `key/${key}`;
  return {
    encryptionKey: key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${account}:${resource}`,
  };
}

/** Nobody reads streams here: a table may have the one that replicas ask for. */
function isForReplicas(operation: string, asked: z.output<typeof stream> | undefined): boolean {
  if (asked?.StreamEnabled === true && asked.StreamViewType !== 'NEW_AND_OLD_IMAGES') {
    throw notImplemented(`dynamodb:${operation} with a stream but for replicas`);
  }
  return asked?.StreamEnabled ?? false;
}

/**
 * A table is answered for when it is as it will be: killed in between, it would stay as it was then, as
 * nothing goes on with it later.
 */
async function settled(region: Region, TableName: string): Promise<void> {
  for (;;) {
    const store = storeOf(region, TableName);
    const described = await store.run('DescribeTable', { TableName }).catch(unlessGone);
    const status = asRecord(described?.Table).TableStatus;
    if (described === undefined || status === 'ACTIVE') {
      return;
    }
    await delay(pollMs);
  }
}

function unlessGone(error: unknown): undefined {
  if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) {
    throw error;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export const tableOperations: readonly RpcOperation[] = [
  createTable,
  describeTable,
  updateTable,
  deleteTable,
  listTables,
];
