import * as pulumi from '@pulumi/pulumi';
import {
  ConcurrentUpdateError,
  LocalWorkspace,
  PulumiCommand,
  Stack,
  StackNotFoundError,
  type EngineEvent,
  type OutputMap,
} from '@pulumi/pulumi/automation/index.js';
import { parseOutputs, type StackOutputs } from '../infra/outputs.ts';
import { program } from '../infra/program.ts';
import { SettingsError } from '../infra/settings.ts';
import { createsMissingStacks } from './backend.ts';
import { ConflictError, EnvironmentError, UsageError } from './errors.ts';
import { isLockLeftBehind } from './pulumi-lock.ts';
import { root } from './root.ts';

export interface Provisioned {
  readonly outputs: StackOutputs;
  /** How many resources were created, updated, replaced or deleted. */
  readonly changes: number;
}

export interface PlannedChange {
  /** `create`, `update`, `replace`, `delete`. */
  readonly operation: string;
  /** `aws:lambda/function:Function` */
  readonly type: string;
}

/** One stack of the Pulumi program. A start of the Pulumi CLI takes 0.4 s, so they are few. */
export interface ProgramStack {
  /** `pulumi up` with the program in this process. */
  up(signal: AbortSignal): Promise<Provisioned>;
  /** `pulumi preview`: the resources that `up` would change. */
  preview(signal: AbortSignal): Promise<readonly PlannedChange[]>;
  /** @returns undefined before the first `up`. */
  outputs(): Promise<StackOutputs | undefined>;
  /** `pulumi destroy`. */
  destroy(signal: AbortSignal): Promise<void>;
}

/**
 * Starts the Pulumi CLI to see that there is one.
 *
 * @throws {EnvironmentError} when there is none on `PATH`, or one that is too old.
 */
export async function findPulumi(): Promise<PulumiCommand> {
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

/** @param name of a stack whose settings were read, so that `Pulumi.NAME.yaml` exists. */
export async function openStack(name: string, pulumiCommand: PulumiCommand): Promise<ProgramStack> {
  let seen: unknown;
  const workspace = await LocalWorkspace.create({
    workDir: root,
    pulumiCommand,
    program: async () => {
      const outputs = await program();
      pulumi.output(outputs).apply((values) => {
        seen = values;
      });
      return outputs;
    },
  });
  // The Automation API would start the CLI to select the stack, and after `up` twice more to read
  // the outputs, which went through the program above, and the history, which nobody asks for.
  const readOutputs = workspace.stackOutputs.bind(workspace);
  workspace.selectStack = () => Promise.resolve();
  workspace.stackOutputs = () => Promise.resolve({});
  const stack = await Stack.select(name, workspace);
  stack.history = () => Promise.resolve([]);
  const operate = async (command: string, operation: (log: EngineLog) => Promise<unknown>) => {
    for (;;) {
      const log = new EngineLog();
      try {
        await operation(log);
        return log.changes;
      } catch (error) {
        if (error instanceof StackNotFoundError && createsMissingStacks(name)) {
          await workspace.createStack(name);
        } else if (error instanceof ConcurrentUpdateError && isLockLeftBehind(name)) {
          await stack.cancel();
        } else {
          throw log.explain(error, command, name);
        }
      }
    }
  };

  return {
    async up(signal) {
      const changes = await operate('pulumi up', ({ add }) => stack.up({ signal, onEvent: add }));
      return { outputs: parseOutputs(seen), changes: changes.length };
    },
    preview: (signal) =>
      operate('pulumi preview', ({ add }) => stack.preview({ signal, onEvent: add })),
    async outputs() {
      let raw: OutputMap = {};
      await operate('pulumi stack output', async () => {
        raw = await readOutputs(name);
      });
      const values = Object.entries(raw).map(([key, { value }]) => [key, value] as const);
      return values.length === 0 ? undefined : parseOutputs(Object.fromEntries(values));
    },
    async destroy(signal) {
      await operate('pulumi destroy', ({ add }) => stack.destroy({ signal, onEvent: add }));
    },
  };
}

/** What the engine tells while it works. */
class EngineLog {
  readonly changes: PlannedChange[] = [];
  readonly #problems: string[] = [];

  readonly add = ({ resourcePreEvent, diagnosticEvent }: EngineEvent): void => {
    const step = resourcePreEvent?.metadata;
    if (step !== undefined && ['create', 'update', 'replace', 'delete'].includes(step.op)) {
      this.changes.push({ operation: step.op, type: step.type });
    }
    if (diagnosticEvent?.severity === 'error') {
      this.#problems.push(diagnosticEvent.message.trim());
    }
  };

  explain(error: unknown, command: string, stack: string): unknown {
    if (error instanceof ConcurrentUpdateError) {
      return new ConflictError(
        `Another Pulumi operation on stack ${stack} is running, or was killed`,
        `wait until it has ended; if it was killed: pulumi cancel --stack ${stack}`,
        { cause: error },
      );
    }
    if (error instanceof StackNotFoundError) {
      return new UsageError(
        `The Pulumi backend has no stack ${stack}`,
        `pulumi stack init ${stack}`,
        { cause: error },
      );
    }
    if (error instanceof SettingsError) {
      return new UsageError(error.message, `edit Pulumi.${stack}.yaml`, { cause: error });
    }
    const problems = this.#problems.length > 0 ? this.#problems : [String(error)];
    return new EnvironmentError(
      `${command} failed on stack ${stack}:\n${problems.join('\n')}`,
      'mend it, then run the command again',
      { cause: error },
    );
  }
}
