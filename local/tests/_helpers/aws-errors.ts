import type { ExecutionContext } from 'ava';

/** Asserts that a call of an AWS SDK client fails with the documented error name and HTTP status. */
export async function failsWith(
  t: ExecutionContext,
  call: () => Promise<unknown>,
  name: string,
  status: number,
  message?: RegExp,
): Promise<void> {
  const error = await t.throwsAsync(call);
  const metadata: unknown = Reflect.get(error, '$metadata');
  const httpStatus: unknown =
    typeof metadata === 'object' && metadata !== null
      ? Reflect.get(metadata, 'httpStatusCode')
      : undefined;
  t.is(error.name, name, error.message);
  t.is(httpStatus, status, error.message);
  if (message !== undefined) {
    t.regex(error.message, message);
  }
}
