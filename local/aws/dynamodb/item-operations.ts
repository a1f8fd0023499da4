import { z } from 'zod';

import { fromEntries, type ByName } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { storeOf, tableNameOf } from './lookup.ts';
import type { TableStore } from './table-store.ts';

/** Operations on items, which dynalite has as they are. */
const names = [
  'PutItem',
  'GetItem',
  'UpdateItem',
  'DeleteItem',
  'BatchGetItem',
  'BatchWriteItem',
  'Query',
  'Scan',
] as const;

export const itemOperations: readonly RpcOperation[] = names.map((name) => ({
  kind: 'rpc',
  name,
  // Items are on disk when they are answered; nothing of the region's document changes.
  writes: false,
  run: (input, region) => runOn(region, name, withTableName(input)),
}));

/** @throws {AwsError} for one call to tables whose items are held in several regions */
async function runOn(
  region: Region,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { TableName: named, RequestItems: items = {} } = input;
  const names = typeof named === 'string' ? [named] : Object.keys(Object(items) as object);
  const [store = region.tables, ...others] = new Set(names.map((name) => storeOf(region, name)));
  if (others.length > 0) {
    throw notImplemented(`dynamodb:${operation} of tables that began in several regions`);
  }
  try {
    return await store.run(operation, input);
  } catch (error) {
    throw await withItem(error, store, input);
  }
}

/** DynamoDB gives the item that a condition did not hold for to whoever asks for it; dynalite does not. */
async function withItem(
  error: unknown,
  store: TableStore,
  input: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const isAsked = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  if (!(isAsked && error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) {
    return error;
  }
  const { TableName } = input;
  const Key = input.Key ?? (await keyOf(store, TableName, input.Item));
  const { Item } = await store.run('GetItem', { TableName, Key, ConsistentRead: true });
  const members = { ...error.members, ...(Item !== undefined && { Item }) };
  return new AwsError(error.code, error.status, error.message, { members });
}

const described = z.object({
  Table: z.object({ KeySchema: z.array(z.object({ AttributeName: z.string() })) }),
});

async function keyOf(
  store: TableStore,
  TableName: unknown,
  item: unknown,
): Promise<ByName<unknown>> {
  const { Table } = described.parse(await store.run('DescribeTable', { TableName }));
  const members = new Map(Object.entries(Object(item) as object));
  return fromEntries(
    Table.KeySchema.map(({ AttributeName }) => [AttributeName, members.get(AttributeName)]),
  );
}

/** A table can be named by its ARN, too. */
function withTableName(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { TableName: named } = input;
  return typeof named === 'string' ? { ...input, TableName: tableNameOf(named) } : { ...input };
}
