import { byName, type ByName } from '../by-name.ts';

/** What is kept of tables beside their items and keys, which are in the `TableStore`. */
export interface DynamoDbState {
  /** By table name. */
  readonly tables: ByName<TableExtras>;
}

export interface TableExtras {
  tags: ByName<string>;
  deletionProtection: boolean;
  /** The attribute that holds when an item ends; left out, none ends. */
  timeToLive?: string;
  /** Days that backups go back; left out, there are none. */
  recoveryDays?: number;
  /** Whether the old and new items of changes would be read from a stream, which there is none of here. */
  hasStream?: boolean;
  /** ARN of the key that its items would be encrypted with; left out, DynamoDB's own. */
  encryptionKey?: string;
  /** As it was given; left out, it was not. */
  tableClass?: string;
  /** All regions that a global table is in, this one too; the one that holds the items first. */
  regions?: readonly string[];
}

/** The state of a region without tables. */
export function emptyDynamoDbState(): DynamoDbState {
  return { tables: byName() };
}
