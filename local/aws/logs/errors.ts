import { AwsError } from '../errors.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', 400, message);
}

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', 400, message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, message);
}

export function resourceAlreadyExists(message: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', 400, message);
}

/** Defines a CloudWatch Logs operation: input that does not fit is an `InvalidParameterException`. */
export const defineLogs = definer((faults) =>
  faults.some(({ rule }) => rule.endsWith('less than or equal to 512'))
    ? invalidParameter(
        'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
      )
    : byConstraints(faults),
);

const byConstraints = constraintErrors(invalidParameter);
