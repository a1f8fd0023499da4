import { AwsError } from '../errors.ts';
import { constraintErrors } from '../rpc/constraint-errors.ts';
import { definer, type Fault } from '../rpc/define.ts';

/*
 * CloudWatch's errors by the codes of its query protocol; clients of the other protocols get them in
 * `x-amzn-query-error`.
 */

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', 400, message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', 400, message);
}

export function missingParameter(message: string): AwsError {
  return new AwsError('MissingParameter', 400, message);
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}

export function invalidFormat(message: string): AwsError {
  return new AwsError('InvalidFormat', 400, message);
}

export function invalidNextToken(): AwsError {
  return new AwsError('InvalidNextToken', 400, 'The next token specified is invalid.');
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFound', 404, message);
}

/** Defines an operation on metrics: bad input is a `MissingParameter` or an `InvalidParameterValue`. */
export const defineMetrics = definer(([fault]) => {
  const name = fault?.path.join('.') ?? '';
  return fault?.value === undefined
    ? missingParameter(`The parameter ${name} is required.`)
    : invalidValue(`The value ${shown(fault)} for parameter ${name} is invalid. ${fault.rule}`);
});

function shown({ value }: Fault): string {
  return String(value);
}

/** Defines an operation on alarms: bad input is a `ValidationError`. */
export const defineAlarms = definer(constraintErrors(validationError));
