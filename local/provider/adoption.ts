import { isAwsError } from './errors.ts';
import { isObject } from './properties.ts';

/**
 * Makes a creation safe to repeat. When the connection broke after AWS had made the thing, the SDK's
 * next attempt is answered "exists already": then what exists is ours. So it is when a Pulumi CLI was
 * killed before it could write down what it had made, which who starts it afterwards says by
 * `LOCAL_AWS_ADOPT=true`. Otherwise it is somebody else's.
 *
 * @param conflict Names of the errors that say so: `ResourceConflictException`.
 * @param isOurs Whether what is there is what was asked for.
 * @throws {unknown} the error of `creation`, when it says anything else.
 */
export async function createOnce(
  creation: Promise<unknown>,
  conflict: string,
  isOurs: () => Promise<boolean>,
): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!isAwsError(error, conflict) || !mayBeOurs(error) || !(await isOurs())) {
      throw error;
    }
  }
}

function mayBeOurs(error: unknown): boolean {
  return attemptsOf(error) > 1 || process.env.LOCAL_AWS_ADOPT === 'true';
}

function attemptsOf(error: unknown): number {
  const metadata = isObject(error) ? error.$metadata : undefined;
  const attempts = isObject(metadata) ? metadata.attempts : undefined;
  return typeof attempts === 'number' ? attempts : 1;
}
