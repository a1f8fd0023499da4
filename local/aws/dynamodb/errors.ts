import { AwsError } from '../errors.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', 400, message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, message);
}

/** Defines a DynamoDB operation: input that does not fit is a `ValidationException`. */
export const defineDynamoDb = definer(constraintErrors(validationError));
