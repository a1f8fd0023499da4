import { AwsError } from '../errors.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';

export const validationError = (message: string): AwsError =>
  new AwsError('ValidationException', 400, message);

export const invalidDomain = (name: string): AwsError =>
  new AwsError('InvalidDomainValidationOptionsException', 400, `Invalid domain name: ${name}`);

export const certificateNotFound = (arn: string, account: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    400,
    `Could not find certificate ${arn} in account ${account}.`,
  );

export const certificateInUse = (arn: string): AwsError =>
  new AwsError('ResourceInUseException', 400, `Certificate ${arn} is in use.`);

/** Defines an ACM operation: input that does not fit is a `ValidationException`. */
export const defineAcm = definer(constraintErrors(validationError));
