import type { Service } from '../operation.ts';
import { continuousBackupOperations } from './continuous-backups.ts';
import { itemOperations } from './item-operations.ts';
import { tableOperations } from './table-operations.ts';
import { tagOperations } from './tags.ts';
import { timeToLiveOperations } from './time-to-live.ts';

/** Amazon DynamoDB, by dynalite. */
export const dynamodb: Service = {
  signingName: 'dynamodb',
  operations: [
    ...tableOperations,
    ...itemOperations,
    ...tagOperations,
    ...timeToLiveOperations,
    ...continuousBackupOperations,
  ],
};
