import { z } from 'zod';
import type { RpcOperation } from '../operation.ts';
import { defineDynamoDb } from './errors.ts';
import { requireTable } from './lookup.ts';
import type { TableExtras } from './state.ts';

const named = z.object({ TableName: z.string().min(1) });

/** Kept and answered; there is no way back to an earlier time here. */
const updateContinuousBackups = defineDynamoDb({
  name: 'UpdateContinuousBackups',
  writes: true,
  input: named.extend({
    PointInTimeRecoverySpecification: z.object({
      PointInTimeRecoveryEnabled: z.boolean(),
      RecoveryPeriodInDays: z.int().min(1).max(35).default(35),
    }),
  }),
  run: ({ TableName, PointInTimeRecoverySpecification }, region) => {
    const table = requireTable(region, TableName);
    if (PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled) {
      table.recoveryDays = PointInTimeRecoverySpecification.RecoveryPeriodInDays;
    } else {
      delete table.recoveryDays;
    }
    return backupsView(table);
  },
});

const describeContinuousBackups = defineDynamoDb({
  name: 'DescribeContinuousBackups',
  writes: false,
  input: named,
  run: ({ TableName }, region) => backupsView(requireTable(region, TableName)),
});

function backupsView({ recoveryDays }: TableExtras): Record<string, unknown> {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription:
        recoveryDays === undefined
          ? { PointInTimeRecoveryStatus: 'DISABLED' }
          : { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: recoveryDays },
    },
  };
}

export const continuousBackupOperations: readonly RpcOperation[] = [
  updateContinuousBackups,
  describeContinuousBackups,
];
