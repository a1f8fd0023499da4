import type { Service } from '../operation.ts';
import { filterLogEventsOperations } from './filter-log-events.ts';
import { getLogEventsOperations } from './get-log-events.ts';
import { groupOperations } from './group-operations.ts';
import { putLogEventsOperations } from './put-log-events.ts';
import { retentionOperations } from './retention.ts';
import { streamOperations } from './stream-operations.ts';
import { tagOperations } from './tags.ts';

/** Amazon CloudWatch Logs. */
export const logs: Service = {
  signingName: 'logs',
  operations: [
    ...groupOperations,
    ...retentionOperations,
    ...tagOperations,
    ...streamOperations,
    ...putLogEventsOperations,
    ...getLogEventsOperations,
    ...filterLogEventsOperations,
  ],
};
