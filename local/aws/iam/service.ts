import type { Service } from '../operation.ts';
import { attachedPolicyOperations } from './attached-policies.ts';
import { inlinePolicyOperations } from './inline-policies.ts';
import { managedPolicyOperations } from './managed-policies.ts';
import { oidcProviderOperations } from './oidc-providers.ts';
import { roleOperations } from './role-operations.ts';
import { tagOperations } from './tags.ts';

/** AWS Identity and Access Management. Policies are kept and read back; what they allow is not enforced. */
export const iam: Service = {
  signingName: 'iam',
  isGlobal: true,
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  operations: [
    ...roleOperations,
    ...tagOperations,
    ...inlinePolicyOperations,
    ...attachedPolicyOperations,
    ...managedPolicyOperations,
    ...oidcProviderOperations,
  ],
};
