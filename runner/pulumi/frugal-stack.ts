import {
  LocalWorkspace,
  Stack,
  StackAlreadyExistsError,
  type LocalWorkspaceOptions,
  type PulumiCommand,
} from '@pulumi/pulumi/automation/index.js';
import { z } from 'zod';
import { root } from '../root.ts';
import { isStackMissing } from './file-backend.ts';

/** A stack for which the Automation API starts the CLI only where somebody needs what that does. */
export interface FrugalStack {
  readonly workspace: LocalWorkspace;
  /** Its `up` neither reads outputs nor the history. */
  readonly stack: Stack;
  /** Makes it in the Pulumi backend, unless another command was faster. */
  readonly make: () => Promise<void>;
  /** By the CLI: values by name, secrets in the clear. */
  readonly readOutputs: () => Promise<Readonly<Record<string, unknown>>>;
  /**
   * Does something while `up` begins with a preview, in the same start of the CLI: the engine runs the program once for
   * that, and once more to change things.
   */
  readonly previewingFirst: <T>(work: () => Promise<T>) => Promise<T>;
}

interface FrugalOptions extends Pick<LocalWorkspaceOptions, 'program'> {
  readonly pulumiCommand: PulumiCommand;
  readonly envVars: Record<string, string>;
}

/** @param name of the stack, which does not have to be there yet. */
export async function openFrugalStack(name: string, options: FrugalOptions): Promise<FrugalStack> {
  const workspace = await LocalWorkspace.create({ ...options, workDir: root });
  // The Automation API would start the CLI to select the stack, and after `up` twice more to read
  // the outputs, which went through the program above, and the history, which nobody asks for.
  workspace.selectStack = () => Promise.resolve();
  workspace.stackOutputs = () => Promise.resolve({});
  const stack = await Stack.select(name, workspace);
  stack.history = () => Promise.resolve([]);
  return {
    workspace,
    stack,
    make: () => makeStack(workspace, name),
    readOutputs: () => readOutputs(name, options),
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

/** What the CLI prints in the place of a secret. */
const masked = '"[secret]"';

/** The Automation API asks twice, with secrets and without: to decrypt none takes longer than all else. */
async function readOutputs(
  name: string,
  { pulumiCommand, envVars }: FrugalOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const print = async (...flags: readonly string[]) => {
    const args = ['stack', 'output', '--json', ...flags, '--stack', name];
    return (await (pulumiCommand as Runs).run(args, root, envVars)).stdout;
  };
  const shown = await print();
  return outputs.parse(JSON.parse(shown.includes(masked) ? await print('--show-secrets') : shown));
}

const outputs = z.record(z.string(), z.unknown());

/** Left out of its types; it tells by the class of its errors what is wrong. */
type Runs = PulumiCommand & {
  run(args: string[], cwd: string, env: Record<string, string>): Promise<{ stdout: string }>;
};

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
