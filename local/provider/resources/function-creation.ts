import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { AwsRegion } from '../aws-region.ts';
import { isAwsError } from '../errors.ts';
import { repeatWhileTooEarly } from '../settling.ts';

// The official provider repeats both for five minutes (trap D10). The embedded AWS only needs the time until
// the role's own policy is there; and a name that is taken stays taken.
const roleTimeoutMs = 10_000;
const takenTimeoutMs = 1000;

type CreationInput = Omit<CreateFunctionCommandInput, 'FunctionName' | 'Role'> & {
  readonly Role?: string | undefined;
};

/**
 * Creates a function. It is tried again while IAM has not told Lambda of its role yet and, as the official
 * provider does, also for a while when there is a function of that name already.
 */
export async function createFunction(
  region: AwsRegion,
  name: string,
  input: CreationInput,
): Promise<void> {
  const { CreateFunctionCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const command = { ...input, FunctionName: name, Role: input.Role };
  const create = async () => client.send(new CreateFunctionCommand(command));
  await repeatWhileTooEarly(
    async () => repeatWhileTooEarly(create, isTaken, takenTimeoutMs, region.signal),
    isRoleUnknownYet,
    roleTimeoutMs,
    region.signal,
  );
}

function isTaken(error: unknown): boolean {
  return isAwsError(error, 'ResourceConflictException');
}

// Lambda has no error of its own for it: only the message tells it from a wrong parameter.
function isRoleUnknownYet(error: unknown): boolean {
  return (
    isAwsError(error, 'InvalidParameterValueException') &&
    error instanceof Error &&
    /role defined for the function cannot be assumed|execution role does not have permissions/.test(
      error.message,
    )
  );
}
