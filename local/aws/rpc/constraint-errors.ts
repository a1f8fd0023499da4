import type { AwsError } from '../errors.ts';
import type { InputErrors } from './define.ts';

/**
 * Words a refused input as the validation that AWS derives from a service's model does; members in it
 * begin in lower case.
 *
 * @param refuse makes the service's own error of the message.
 */
export function constraintErrors(refuse: (message: string) => AwsError): InputErrors {
  const failed = (path: string, value: string, constraint: string) =>
    refuse(
      `1 validation error detected: Value ${value} at '${lowerFirst(path)}' failed to satisfy constraint: ${constraint}`,
    );
  return {
    missing: (path) => failed(path, 'null', 'Member must not be null'),
    invalid: (path, value, reason) => failed(path, `'${String(value)}'`, reason),
  };
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
