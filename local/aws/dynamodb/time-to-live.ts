import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineDynamoDb, validationError } from './errors.ts';
import { requireTable } from './lookup.ts';

const named = z.object({ TableName: z.string().min(1) });

/** It is kept and answered; DynamoDB takes days to delete what has ended, and here nothing is. */
const updateTimeToLive = defineDynamoDb({
  name: 'UpdateTimeToLive',
  writes: true,
  input: named.extend({
    TimeToLiveSpecification: z.object({
      AttributeName: z.string().min(1).max(255),
      Enabled: z.boolean(),
    }),
  }),
  run: ({ TableName, TimeToLiveSpecification }, region) => {
    const table = requireTable(region, TableName);
    const { AttributeName, Enabled } = TimeToLiveSpecification;
    if (Enabled === (table.timeToLive !== undefined)) {
      throw validationError(`TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
    }
    if (Enabled) {
      table.timeToLive = AttributeName;
    } else {
      delete table.timeToLive;
    }
    return { TimeToLiveSpecification };
  },
});

const describeTimeToLive = defineDynamoDb({
  name: 'DescribeTimeToLive',
  writes: false,
  input: named,
  run: ({ TableName }, region) => {
    const { timeToLive } = requireTable(region, TableName);
    return {
      TimeToLiveDescription:
        timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
    };
  },
});

export const timeToLiveOperations: readonly RpcOperation[] = [updateTimeToLive, describeTimeToLive];
