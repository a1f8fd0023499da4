import { AwsError } from './errors.ts';

/**
 * The answer to a call, or a part of one, that the embedded AWS does not model: always an error, never an
 * empty success.
 *
 * @param what was asked for: `lambda:CreateEventSourceMapping`, `An authorizer`
 */
export function notImplemented(what: string): AwsError {
  return new AwsError(
    'NotImplemented',
    501,
    `${what} is not modelled by the embedded AWS of this project. On AWS itself it may well exist.`,
  );
}
