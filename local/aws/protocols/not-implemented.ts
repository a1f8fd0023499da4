import { AwsError } from '../errors.ts';

/**
 * The answer to a call that the embedded AWS does not model: always an error, never an empty success.
 *
 * @param call what was asked: `lambda:CreateEventSourceMapping`, or service, method and path
 */
export function notImplemented(call: string): AwsError {
  return new AwsError(
    'NotImplemented',
    501,
    `${call} is not modelled by the embedded AWS of this project. On AWS itself it may well exist.`,
  );
}
