import type { StackOutputs } from '../../stack/outputs.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { requireOutputs } from '../pulumi/require-outputs.ts';
import type { Step } from '../steps.ts';

/** Where the stack's things are. */
export function readStack(stack: ProgramStack): Step<StackOutputs> {
  return { id: 'read-stack', title: 'read the stack', run: () => requireOutputs(stack) };
}
