import { notImplemented } from '../not-implemented.ts';
import type { RpcOperation } from '../operation.ts';
import type { Region } from '../region.ts';
import { storeOf, tableNameOf } from './lookup.ts';

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
  return store.run(operation, input);
}

/** A table can be named by its ARN, too. */
function withTableName(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { TableName: named } = input;
  return typeof named === 'string' ? { ...input, TableName: tableNameOf(named) } : { ...input };
}
