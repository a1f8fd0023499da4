import { LambdaServiceException } from '@aws-sdk/client-lambda';
import type { ExecutionContext } from 'ava';

/** Asserts that a call is answered with an AWS error of this name, status and message. */
export async function refused(
  t: ExecutionContext,
  call: Promise<unknown>,
  name: string,
  status: number,
  message?: string | RegExp,
): Promise<Error> {
  const error = await t.throwsAsync(call, { name, ...(message !== undefined && { message }) });
  t.true(error instanceof LambdaServiceException, 'the answer is an error of the service');
  t.is(
    error instanceof LambdaServiceException ? error.$metadata.httpStatusCode : undefined,
    status,
  );
  return error;
}
