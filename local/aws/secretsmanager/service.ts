import type { Service } from '../operation.ts';
import { secretOperations } from './secret-operations.ts';
import { tagOperations } from './tags.ts';
import { valueOperations } from './value-operations.ts';

/** AWS Secrets Manager. */
export const secretsManager: Service = {
  signingName: 'secretsmanager',
  operations: [...secretOperations, ...valueOperations, ...tagOperations],
};
