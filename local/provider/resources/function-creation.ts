import { createHash } from 'node:crypto';
import type { CreateFunctionCommandInput, FunctionCode } from '@aws-sdk/client-lambda';
import { createOnce } from '../adoption.ts';
import type { AwsRegion } from '../aws-region.ts';
import { isAwsError } from '../errors.ts';
import { repeatWhileTooEarly } from '../settling.ts';

// How long a role may take until Lambda can assume it (trap D10): five minutes in the official provider,
// but the embedded AWS only needs the time until the role's own policy is there.
const roleTimeoutMs = 10_000;

type CreationInput = Omit<CreateFunctionCommandInput, 'FunctionName' | 'Role' | 'Code'> & {
  readonly Role?: string | undefined;
  readonly Code: FunctionCode;
};

/** Creates a function; repeats while IAM has not told Lambda of its role yet. */
export async function createOnceFunction(
  region: AwsRegion,
  name: string,
  input: CreationInput,
): Promise<void> {
  const { CreateFunctionCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const command = { ...input, FunctionName: name, Role: input.Role };
  await repeatWhileTooEarly(
    async () =>
      createOnce(client.send(new CreateFunctionCommand(command)), 'ResourceConflictException', () =>
        hasCode(region, name, input.Code),
      ),
    isRoleUnknownYet,
    roleTimeoutMs,
    region.signal,
  );
}

async function hasCode(region: AwsRegion, name: string, code: FunctionCode): Promise<boolean> {
  if (code.ZipFile === undefined) {
    return false;
  }
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
  const client = await region.lambda;
  const live = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  return live.CodeSha256 === createHash('sha256').update(code.ZipFile).digest('base64');
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
