import type { AwsError } from '../errors.ts';
import type { Fault, InputErrors } from './define.ts';

/**
 * Words a refused input as the validation that AWS derives from a service's model does; members in it
 * begin in lower case, and those of a list are counted from one.
 *
 * @param refuse makes the service's own error of the message.
 * @param shown writes a value into it, with a space after it. IAM shows none.
 */
export function constraintErrors(
  refuse: (message: string) => AwsError,
  shown: (value: unknown) => string = (value) => `'${String(value)}' `,
): InputErrors {
  return (faults) => {
    const detected =
      faults.length === 1 ? '1 validation error' : `${String(faults.length)} validation errors`;
    return refuse(
      `${detected} detected: ${faults.map((fault) => worded(fault, shown)).join('; ')}`,
    );
  };
}

function worded({ path, value, rule }: Fault, shown: (value: unknown) => string): string {
  const [before, constraint] =
    value === undefined ? ['null ', 'Member must not be null'] : [shown(value), rule];
  const member = path.map(named).join('.');
  return `Value ${before}at '${member}' failed to satisfy constraint: ${constraint}`;
}

function named(key: PropertyKey): string {
  const name = String(key);
  return typeof key === 'number'
    ? `${String(key + 1)}.member`
    : name.charAt(0).toLowerCase() + name.slice(1);
}
