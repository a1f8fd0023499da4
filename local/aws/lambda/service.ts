import type { Service } from '../operation.ts';
import { accountOperations } from './account.ts';
import { aliasOperations } from './aliases.ts';
import { codeDownloadOperations } from './code-download.ts';
import { codeSigningOperations } from './code-signing.ts';
import { concurrencyOperations } from './concurrency.ts';
import { functionOperations } from './functions.ts';
import { invokeOperations } from './invoke-operation.ts';
import { policyOperations } from './policy.ts';
import { provisionedOperations } from './provisioned.ts';
import { runtimeManagementOperations } from './runtime-management.ts';
import { tagOperations } from './tags.ts';
import { updateOperations } from './updates.ts';
import { versionOperations } from './versions.ts';

/** The embedded Lambda: its REST-JSON operations. */
export const lambda: Service = {
  signingName: 'lambda',
  operations: [
    ...functionOperations,
    ...updateOperations,
    ...versionOperations,
    ...aliasOperations,
    ...policyOperations,
    ...invokeOperations,
    ...concurrencyOperations,
    ...provisionedOperations,
    ...runtimeManagementOperations,
    ...tagOperations,
    ...accountOperations,
    ...codeSigningOperations,
    ...codeDownloadOperations,
  ],
};
