import { AwsError } from '../errors.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer } from '../rpc/define.ts';

export const validationError = (message: string): AwsError =>
  new AwsError('ValidationException', 400, message);

export const parameterNotFound = (): AwsError => new AwsError('ParameterNotFound', 400, '');

export const parameterVersionNotFound = (name: string, version: string): AwsError =>
  new AwsError(
    'ParameterVersionNotFound',
    400,
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );

export const parameterAlreadyExists = (): AwsError =>
  new AwsError(
    'ParameterAlreadyExists',
    400,
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );

export const invalidAllowedPattern = (pattern: string): AwsError =>
  new AwsError(
    'InvalidAllowedPatternException',
    400,
    `The request does not meet the regular expression requirement: ${pattern} is none.`,
  );

export const patternMismatch = (name: string): AwsError =>
  new AwsError(
    'ParameterPatternMismatchException',
    400,
    `Parameter value, cannot be validated against allowedPattern: ${name}`,
  );

/** Defines a Systems Manager operation: input that does not fit is a `ValidationException`. */
export const defineSsm = definer(constraintErrors(validationError));
