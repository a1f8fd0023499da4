import { AwsError } from '../errors.ts';

/** 404: the function, version, alias, policy or statement is not there. */
export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message);
}

/** 409: it exists already, is in use, or is in a state that does not allow the operation. */
export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', 409, message);
}

/** 400: a value is well-formed but not acceptable. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message);
}

/** 400, as the checks of concurrency and of weights answer it: without a `Type`. */
export function invalidParameterUntyped(message: string): AwsError {
  const members = { Type: undefined };
  return new AwsError('InvalidParameterValueException', 400, message, { members });
}

/** 400: a member breaks a constraint of the API's model (length, pattern, range). */
export function constraint(member: string, value: string, rule: string): AwsError {
  return validation([constraintProblem(member, value, rule)]);
}

/** One broken constraint, as `validation` takes it. */
export function constraintProblem(member: string, value: string, rule: string): string {
  return `Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`;
}

/** 400 with all broken constraints of a request, in the words AWS uses. */
export function validation(problems: readonly string[]): AwsError {
  const count = `${String(problems.length)} validation error${problems.length === 1 ? '' : 's'}`;
  return new AwsError('ValidationException', 400, `${count} detected: ${problems.join('; ')}`);
}

/** 412: a `RevisionId` that is not the current one, which the named operation would tell. */
export function preconditionFailed(source: 'GetFunction/GetAlias' | 'GetPolicy'): AwsError {
  return new AwsError(
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. ' +
      `Call the ${source} API to retrieve the latest Revision Id`,
  );
}

/** 413: a body over one of Lambda's limits. */
export function tooLarge(code: string, message: string): AwsError {
  return new AwsError(code, 413, message);
}
