import * as pulumi from '@pulumi/pulumi';
import { execa } from 'execa';
import {
  ConcurrentUpdateError,
  LocalWorkspace,
  Stack,
  StackAlreadyExistsError,
  StackNotFoundError,
  type EngineEvent,
  type OutputMap,
  type PulumiCommand,
} from '@pulumi/pulumi/automation/index.js';
import { parseOutputs, type StackOutputs, type TargetOutputs } from '../../stack/outputs.ts';
import { program, type ProgramOptions } from '../../infra/program.ts';
import { RoutesError } from '../../infra/routes.ts';
import { SettingsError } from '../../stack/settings.ts';
import { TakenAwayError } from '../../stack/taken-away.ts';
import { afterKilledCli, createsMissingStacks } from '../backend.ts';
import { ConflictError, EnvironmentError, UsageError } from '../errors.ts';
import { explainFailure } from './failure.ts';
import { isLockLeftBehind, isStackMissing, restoreCheckpoint } from './file-backend.ts';
import { project } from '../../stack/stack-file.ts';
import { protectedOf, type Protected } from './protected.ts';
import { advise } from '../report/next.ts';
import { wrongRoutes } from './wrong-routes.ts';
import { root } from '../root.ts';

export interface Provisioned {
  readonly outputs: StackOutputs;
  /** How many resources were created, updated, replaced or deleted. */
  readonly changes: number;
}

/** What `pulumi up` would do. */
export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** What it would give out; undefined where that is not known before it is done. */
  readonly outputs: StackOutputs | undefined;
  /** What the last one gave out; undefined before the first. */
  readonly previous: StackOutputs | undefined;
}

export interface PlannedChange {
  /** `create`, `update`, `replace`, `delete`. */
  readonly operation: string;
  /** `aws:lambda/function:Function` */
  readonly type: string;
  /** As the program names it: `prod-alias`. */
  readonly name: string;
  /** Names of the inputs that differ, where the provider says so. */
  readonly properties: readonly string[];
}

/** One stack of the Pulumi program. A start of the Pulumi CLI takes 0.4 s, so they are few. */
export interface ProgramStack {
  readonly name: string;
  /** `pulumi up` with the program in this process, after looking at what AWS has now. */
  up(signal: AbortSignal): Promise<Provisioned>;
  /**
   * `pulumi preview`: what `up` would change, compared with what AWS has now instead of what Pulumi
   * last saw there.
   */
  preview(signal: AbortSignal): Promise<Plan>;
  /**
   * `pulumi up`, which may take a target away that is not in the settings any more.
   *
   * @param name of the target, and what it is.
   */
  retire(name: string, target: TargetOutputs, signal: AbortSignal): Promise<Provisioned>;
  /** As the last `up` left them. @returns undefined before the first one. */
  outputs(): Promise<StackOutputs | undefined>;
  /** `pulumi destroy`. */
  destroy(signal: AbortSignal): Promise<void>;
}

/** @param name of a stack whose settings were read, so that `Pulumi.NAME.yaml` exists. */
export async function openStack(name: string, pulumiCommand: PulumiCommand): Promise<ProgramStack> {
  let seen: unknown;
  let known: StackOutputs | undefined;
  let previous: StackOutputs | undefined;
  let retired: string | undefined;
  // The Automation API makes an error of its own of what the program throws, and keeps its text.
  let refusal: unknown;
  const runProgram = (options: ProgramOptions) =>
    program(options).catch((error: unknown) => {
      refusal = error;
      throw error;
    });
  const workspace = await LocalWorkspace.create({
    workDir: root,
    pulumiCommand,
    program: async () => {
      seen = undefined;
      const outputs = await runProgram({
        retired,
        onPrevious: (found) => {
          previous = found;
        },
      });
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
  const isToCreate = () => createsMissingStacks(name) && isStackMissing(name);
  const operate = async (command: string, operation: (log: EngineLog) => Promise<unknown>) => {
    const log = new EngineLog();
    refusal = undefined;
    try {
      if (isToCreate()) {
        await createStack(workspace, name);
      }
      if (isLockLeftBehind(name)) {
        restoreCheckpoint(name);
        workspace.envVars = { ...workspace.envVars, ...afterKilledCli };
        await stack.cancel();
      }
      await operation(log);
      return log.changes;
    } catch (error) {
      throw log.explain(refusal ?? error, command, name);
    }
  };

  const unprotect = (...which: readonly string[]) =>
    execa(pulumiCommand.command, ['state', 'unprotect', ...which, '--yes', '--stack', name], {
      cwd: root,
      env: workspace.envVars,
    });
  const up = async (signal: AbortSignal): Promise<Provisioned> => {
    const changes = await operate('pulumi up', ({ add }) =>
      stack.up({ signal, refresh: true, onEvent: add }),
    );
    known = parseOutputs(seen);
    return { outputs: known, changes: changes.length };
  };

  return {
    name,
    up,
    async preview(signal) {
      const changes = await operate('pulumi preview', ({ add }) =>
        stack.preview({ signal, refresh: true, onEvent: add }),
      );
      return { changes, outputs: seen === undefined ? undefined : parseOutputs(seen), previous };
    },
    async retire(targetName, target, signal) {
      retired = targetName;
      // No more than these: nothing would protect the rest again if this ended here.
      await operate('pulumi state unprotect', () =>
        unprotect(...protectedOf(target).map((each) => urnOf(name, each))),
      );
      return up(signal);
    },
    async outputs() {
      if (known !== undefined || isToCreate()) {
        return known;
      }
      let raw: OutputMap = {};
      await operate('pulumi stack output', async () => {
        raw = await readOutputs(name);
      });
      const values = Object.entries(raw).map(([key, { value }]) => [key, value] as const);
      return values.length === 0 ? undefined : parseOutputs(Object.fromEntries(values));
    },
    async destroy(signal) {
      await operate('pulumi destroy', async ({ add }) => {
        await unprotect('--all');
        await stack.destroy({ signal, onEvent: add });
      });
    },
  };
}

function urnOf(stack: string, { type, name }: Protected): string {
  return `urn:pulumi:${stack}::${project}::${type}::${name}`;
}

async function createStack(workspace: LocalWorkspace, name: string): Promise<void> {
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

/** What the engine tells while it works. */
class EngineLog {
  readonly changes: PlannedChange[] = [];
  readonly #problems: string[] = [];

  readonly add = ({ resourcePreEvent, diagnosticEvent }: EngineEvent): void => {
    const step = resourcePreEvent?.metadata;
    if (step !== undefined && isChange(step)) {
      this.changes.push({
        operation: step.op,
        type: step.type,
        name: step.urn.split('::').at(-1) ?? '',
        properties: Object.keys(step.detailedDiff ?? {}),
      });
    }
    if (diagnosticEvent?.severity === 'error') {
      this.#problems.push(diagnosticEvent.message.trim());
    }
  };

  explain(error: unknown, command: string, stack: string): unknown {
    if (error instanceof ConcurrentUpdateError) {
      return new ConflictError(
        `Another Pulumi operation on stack ${stack} is running, or was killed`,
        advise(
          { shell: `pulumi cancel --stack ${stack}` },
          'wait until it has ended; if it was killed',
        ),
        { cause: error, resource: `stack ${stack}` },
      );
    }
    if (error instanceof StackNotFoundError) {
      return new UsageError(
        `The Pulumi backend has no stack ${stack}`,
        advise({ shell: `pulumi stack init ${stack}` }),
        { cause: error, resource: `stack ${stack}` },
      );
    }
    if (error instanceof TakenAwayError) {
      return new UsageError(
        error.message,
        { text: `undo that in Pulumi.${stack}.yaml` },
        { cause: error, resource: `stack ${stack}` },
      );
    }
    if (error instanceof RoutesError) {
      return wrongRoutes(error);
    }
    if (error instanceof SettingsError) {
      return new UsageError(
        error.message,
        { text: `edit Pulumi.${stack}.yaml` },
        { cause: error, resource: `stack ${stack}` },
      );
    }
    const problems = this.#problems.length > 0 ? this.#problems : explainFailure(error);
    return new EnvironmentError(
      `${command} failed on stack ${stack}:\n${problems.join('\n')}`,
      { text: 'mend it, then run the command again' },
      { cause: error, resource: `stack ${stack}` },
    );
  }
}

/** Pulumi's own bookkeeping, such as the stack itself, is none. */
function isChange({ op, type }: { readonly op: string; readonly type: string }): boolean {
  return ['create', 'update', 'replace', 'delete'].includes(op) && !type.startsWith('pulumi:');
}
