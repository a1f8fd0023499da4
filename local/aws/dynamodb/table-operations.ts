import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import { copyOf } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { tagList } from '../rpc/fields.ts';
import { defineDynamoDb, validationError } from './errors.ts';
import { requireTable, tableNameOf } from './lookup.ts';

const table = z.looseObject({ TableName: z.string().transform(tableNameOf) });
const pollMs = 5;

const createTable = defineDynamoDb({
  name: 'CreateTable',
  writes: true,
  input: table.extend({
    Tags: tagList.prefault([]),
    DeletionProtectionEnabled: z.boolean().default(false),
    StreamSpecification: z.looseObject({ StreamEnabled: z.boolean() }).optional(),
  }),
  run: async ({ Tags, DeletionProtectionEnabled, StreamSpecification, ...input }, region) => {
    if (StreamSpecification?.StreamEnabled === true) {
      throw notImplemented('dynamodb:CreateTable with a stream');
    }
    const { TableDescription } = await region.tables.run('CreateTable', input);
    const created = copyOf(TableDescription);
    await settled(region, input.TableName);
    region.state.dynamodb.tables[input.TableName] = {
      tags: Tags,
      deletionProtection: DeletionProtectionEnabled,
    };
    return { TableDescription: { ...asRecord(created), DeletionProtectionEnabled } };
  },
});

const describeTable = defineDynamoDb({
  name: 'DescribeTable',
  writes: false,
  input: table,
  run: async (input, region) => {
    const { Table } = await region.tables.run('DescribeTable', input);
    const { deletionProtection = false } = region.state.dynamodb.tables[input.TableName] ?? {};
    return { Table: { ...asRecord(Table), DeletionProtectionEnabled: deletionProtection } };
  },
});

const updateTable = defineDynamoDb({
  name: 'UpdateTable',
  writes: true,
  input: table.extend({ DeletionProtectionEnabled: z.boolean().optional() }),
  run: async ({ DeletionProtectionEnabled, ...input }, region) => {
    const extras = requireTable(region, input.TableName);
    const { TableName, AttributeDefinitions: _definitions, ...changes } = input;
    const kept = ['BillingMode', 'ProvisionedThroughput', 'GlobalSecondaryIndexUpdates'];
    const unknown = Object.keys(changes).find((name) => !kept.includes(name));
    if (unknown !== undefined) {
      throw notImplemented(`dynamodb:UpdateTable with ${unknown}`);
    }
    if (Object.keys(changes).length > 0) {
      await region.tables.run('UpdateTable', input);
      await settled(region, TableName);
    }
    extras.deletionProtection = DeletionProtectionEnabled ?? extras.deletionProtection;
    const { Table } = await region.tables.run('DescribeTable', { TableName });
    return {
      TableDescription: {
        ...asRecord(Table),
        DeletionProtectionEnabled: extras.deletionProtection,
      },
    };
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
  run: (input, region) => region.tables.run('ListTables', input),
};

/**
 * A table is answered for when it is as it will be: killed in between, it would stay as it was then, as
 * nothing goes on with it later.
 */
async function settled(region: Region, TableName: string): Promise<void> {
  for (;;) {
    const described = await region.tables.run('DescribeTable', { TableName }).catch(unlessGone);
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
