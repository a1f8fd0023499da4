import { AwsError } from '../errors.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', 400, message);

export const invalidRequest = (message: string): AwsError =>
  new AwsError('InvalidRequestException', 400, message);

export const resourceNotFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', 400, message);

export const resourceExists = (message: string): AwsError =>
  new AwsError('ResourceExistsException', 400, message);

/** Defines a Secrets Manager operation: input that does not fit is an `InvalidParameterException`. */
export const defineSecretsManager = definer(constraintErrors(invalidParameter));
