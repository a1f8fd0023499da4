import type { StackOutputs } from '../../stack/outputs.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';
import type { ProgramStack } from './program-stack.ts';

/**
 * The outputs of a stack that has to be there.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 */
export async function requireOutputs(stack: ProgramStack): Promise<StackOutputs> {
  const outputs = await stack.outputs();
  if (outputs === undefined) {
    throw new UsageError(
      `Stack ${stack.name} has nothing provisioned yet, as far as Pulumi's state tells`,
      // Where that was lost, a release by itself finds on AWS that nothing changed.
      advise(npmRun('release', '--provision')),
      { resource: `stack ${stack.name}` },
    );
  }
  return outputs;
}
