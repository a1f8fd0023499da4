import type { RpcOperation } from '../operation.ts';
import { tableNameOf } from './lookup.ts';

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
  run: (input, region) => region.tables.run(name, withTableName(input)),
}));

/** A table can be named by its ARN, too. */
function withTableName(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { TableName: named } = input;
  return typeof named === 'string' ? { ...input, TableName: tableNameOf(named) } : { ...input };
}
