import { AwsError } from '../errors.ts';
import { definer } from '../rpc/define.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', 404, message);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', 409, message);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', 409, message);
}

export function malformedPolicyDocument(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', 400, message);
}

/** Defines an IAM operation: input that does not fit is a `ValidationError`. */
export const defineIam = definer({
  missing: (path) =>
    validationError(
      `1 validation error detected: Value null at '${lowerFirst(path)}' failed to satisfy constraint: Member must not be null`,
    ),
  invalid: (path, value, reason) =>
    validationError(
      `1 validation error detected: Value '${String(value)}' at '${lowerFirst(path)}' failed to satisfy constraint: ${reason}`,
    ),
});

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
