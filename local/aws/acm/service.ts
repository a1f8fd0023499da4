import type { Service } from '../operation.ts';
import { certificateOperations } from './certificate-operations.ts';
import { tagOperations } from './tags.ts';

/** AWS Certificate Manager: certificates that DNS validates; none is ever shown to a client. */
export const acm: Service = {
  signingName: 'acm',
  operations: [...certificateOperations, ...tagOperations],
};
