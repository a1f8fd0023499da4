import {
  LocalWorkspace,
  Stack,
  StackAlreadyExistsError,
  type LocalWorkspaceOptions,
  type OutputMap,
} from '@pulumi/pulumi/automation/index.js';
import { root } from '../root.ts';
import { isStackMissing } from './file-backend.ts';

/** A stack for which the Automation API starts the CLI only where somebody needs what that does. */
export interface FrugalStack {
  readonly workspace: LocalWorkspace;
  /** Its `up` neither reads outputs nor the history. */
  readonly stack: Stack;
  /** Makes it in the Pulumi backend, unless another command was faster. */
  readonly make: () => Promise<void>;
  /** By the CLI. */
  readonly readOutputs: () => Promise<OutputMap>;
  /**
   * Does something while `up` begins with a preview, in the same start of the CLI: the engine runs the program once for
   * that, and once more to change things.
   */
  readonly previewingFirst: <T>(work: () => Promise<T>) => Promise<T>;
}

/** @param name of the stack, which does not have to be there yet. */
export async function openFrugalStack(
  name: string,
  options: Pick<LocalWorkspaceOptions, 'program' | 'pulumiCommand' | 'envVars'>,
): Promise<FrugalStack> {
  const workspace = await LocalWorkspace.create({ ...options, workDir: root });
  // The Automation API would start the CLI to select the stack, and after `up` twice more to read
  // the outputs, which went through the program above, and the history, which nobody asks for.
  const readOutputs = workspace.stackOutputs.bind(workspace);
  workspace.selectStack = () => Promise.resolve();
  workspace.stackOutputs = () => Promise.resolve({});
  const stack = await Stack.select(name, workspace);
  stack.history = () => Promise.resolve([]);
  return {
    workspace,
    stack,
    make: () => makeStack(workspace, name),
    readOutputs: () => readOutputs(name),
    async previewingFirst(work) {
      // Of a flag that is given twice the CLI takes the last; the Automation API always gives --skip-preview.
      workspace.serializeArgsForOp = () => Promise.resolve(['--skip-preview=false']);
      try {
        return await work();
      } finally {
        workspace.serializeArgsForOp = () => Promise.resolve([]);
      }
    },
  };
}

async function makeStack(workspace: LocalWorkspace, name: string): Promise<void> {
  try {
    await workspace.createStack(name);
  } catch (error) {
    // Another command was faster: it was there already, or is now, as the CLI fails on a lock of the
    // other that goes away while it lists them. The engine's lock decides who goes on.
    if (!(error instanceof StackAlreadyExistsError) && isStackMissing(name)) {
      throw error;
    }
  }
}
