import type { Service } from '../operation.ts';
import { deleteParametersOperations } from './delete-parameters.ts';
import { getParametersOperations } from './get-parameters.ts';
import { putParameterOperations } from './put-parameter.ts';
import { tagOperations } from './tags.ts';

/** AWS Systems Manager: its Parameter Store. */
export const ssm: Service = {
  signingName: 'ssm',
  operations: [
    ...putParameterOperations,
    ...getParametersOperations,
    ...deleteParametersOperations,
    ...tagOperations,
  ],
};
