import { PulumiCommand } from '@pulumi/pulumi/automation/cmd.js';
import { EnvironmentError } from './errors.ts';
import type { ProgramStack } from './pulumi.ts';

/**
 * Finds the Pulumi CLI and opens a stack's program. The CLI tells its version while the Pulumi SDK
 * loads, which takes half a second.
 *
 * @param stack whose settings were read, so that `Pulumi.STACK.yaml` exists.
 * @throws {EnvironmentError} when there is no CLI on `PATH`, or one that is too old.
 */
export async function openProgram(stack: string): Promise<ProgramStack> {
  const [pulumiCommand, { openStack }] = await Promise.all([findPulumi(), import('./pulumi.ts')]);
  return openStack(stack, pulumiCommand);
}

async function findPulumi(): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    throw new EnvironmentError(
      'The Pulumi CLI is not on the PATH, or it is too old for this project',
      'install it (https://www.pulumi.com/docs/install), then run the command again',
      { cause: error },
    );
  }
}
