import * as pulumi from '@pulumi/pulumi';
import { execa } from 'execa';
import { z } from 'zod';
import type { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { parseOutputs, type StackOutputs } from '../../stack/outputs.ts';
import { program, type ProgramOptions } from '../../infra/program.ts';
import type { Retired } from '../../stack/taken-away.ts';
import { clientOptionsOf, type AwsPlace } from '../../stack/sign-in/resolve-credentials.ts';
import { stackTag } from '../../stack/stack-tag.ts';
import { createsMissingStacks, isExpectedWarning } from '../backend.ts';
import { adoptInto, hasUnreadable, type Existing, type HalfMade } from './adopted-state.ts';
import { EngineLog } from './engine-log.ts';
import { openFrugalStack } from './frugal-stack.ts';
import { isLockLeftBehind, isStackMissing, restoreCheckpoint } from './file-backend.ts';
import { project } from '../../stack/project.ts';
import { shortNameOf } from '../../stack/stack-name.ts';
import { protectedByRetiring } from './protected.ts';
import type { PlannedCreation } from './planned-creations.ts';
import { PreviewedUp, tellsEventsInOrder } from './previewed-up.ts';
import type { Plan, ProgramStack } from './program-stack.ts';
import { root } from '../root.ts';

/**
 * @param name of a stack whose settings were read, so that `Pulumi.NAME.yaml` exists.
 * @param place of the stack; the provider takes its endpoint from the environment.
 * @param environment what Pulumi's commands are given besides what this process has.
 */
export async function openStack(
  name: string,
  pulumiCommand: PulumiCommand,
  place: AwsPlace,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramStack> {
  const { endpoint } = place;
  let seen: unknown;
  let known: StackOutputs | undefined;
  let previous: StackOutputs | undefined;
  let retired: Retired | undefined;
  let creations: readonly PlannedCreation[] = [];
  let halfMade: readonly HalfMade[] = [];
  const adopted = new Set<string>();
  // The Automation API makes an error of its own of what the program throws, and keeps its text.
  let refusal: unknown;
  let beforeChanges: (() => Promise<void>) | undefined;
  const runProgram = async (options: ProgramOptions) => {
    try {
      if (!pulumi.runtime.isDryRun()) {
        await beforeChanges?.();
      }
      seen = undefined;
      return await program(options);
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  const { workspace, stack, make, readOutputs, previewingFirst } = await openFrugalStack(name, {
    pulumiCommand,
    envVars: { ...environment, ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }) },
    program: async () => {
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
  const isToCreate = () => createsMissingStacks(name) && isStackMissing(name);
  const operate = async (command: string, operation: (log: EngineLog) => Promise<unknown>) => {
    const log = new EngineLog();
    refusal = undefined;
    try {
      if (isToCreate()) {
        await make();
      }
      if (isLockLeftBehind(name)) {
        restoreCheckpoint(name);
        await stack.cancel();
      }
      await operation(log);
      return log;
    } catch (error) {
      throw log.explain(refusal ?? error, command, name);
    }
  };

  const runCli = (args: readonly string[], input = '') =>
    execa(pulumiCommand.command, [...args, '--stack', name], {
      cwd: root,
      env: workspace.envVars,
      input,
    });
  const unprotect = (...which: readonly string[]) =>
    runCli(['state', 'unprotect', ...which, '--yes']);
  const lastOutputs = async (): Promise<StackOutputs | undefined> => {
    if (known !== undefined || isToCreate()) {
      return known;
    }
    let outputs: Readonly<Record<string, unknown>> = {};
    await operate('pulumi stack output', async () => {
      outputs = await readOutputs();
    });
    return Object.keys(outputs).length === 0 ? undefined : parseOutputs(outputs);
  };
  const up: ProgramStack['up'] = async (signal, onChanged) => {
    const log = await operate('pulumi up', (told) => {
      told.onChanged = onChanged;
      return stack.up({ signal, refresh: true, onEvent: told.add });
    });
    known = parseOutputs(seen);
    return { outputs: known, changes: log.changes.length };
  };
  const planOf = (log: EngineLog): Plan => {
    ({ creations, halfMade } = log);
    return {
      changes: log.changes,
      outputs: seen === undefined ? undefined : parseOutputs(seen),
      previous,
      warnings: log.describeWarnings().filter((text) => !isExpectedWarning(name, text)),
    };
  };

  return {
    name,
    up,
    async begin(signal, agree, onChanged) {
      if (!isToCreate() || !tellsEventsInOrder(pulumiCommand)) {
        return undefined;
      }
      const first = new PreviewedUp({ planOf, agree, onChanged });
      beforeChanges = () => first.waitForAgreement(signal);
      try {
        const log = await operate('pulumi up', (told) =>
          previewingFirst(() =>
            stack.up({
              signal,
              refresh: true,
              onEvent: (event) => {
                first.note(told, event);
              },
            }),
          ),
        );
        known = parseOutputs(seen);
        return { outputs: known, changes: log.changes.length };
      } catch (error) {
        if (first.isRefused) {
          return undefined;
        }
        throw error;
      } finally {
        beforeChanges = undefined;
      }
    },
    async preview(signal) {
      const log = await operate('pulumi preview', (told) =>
        stack.preview({ signal, refresh: true, onEvent: told.add }),
      );
      return planOf(log);
    },
    async findLeftovers() {
      const unknown = creations.filter(({ urn }) => !adopted.has(urn));
      let existing: readonly Existing[] = [];
      if (unknown.length > 0) {
        await operate('Looking for what is there already', async () => {
          const { findExisting } = await import('../../infra/existing/find-existing.ts');
          existing = await findExisting(
            unknown,
            clientOptionsOf(place),
            stackTag(project, shortNameOf(name)),
          );
        });
      }
      return { existing, halfMade: halfMade.filter(({ type }) => hasUnreadable(type)) };
    },
    async takeOver(leftovers) {
      await operate('pulumi stack import', async () => {
        // Not by the Automation API, which would write secrets into a file in the clear.
        const { stdout } = await runCli(['stack', 'export']);
        const state = adoptInto(JSON.parse(stdout), leftovers, creations);
        await runCli(['stack', 'import'], JSON.stringify(state));
      });
      leftovers.existing.forEach(({ urn }) => adopted.add(urn));
    },
    async setting(key) {
      let found: unknown;
      await operate('pulumi config get', async () => {
        const { stdout } = await runCli(['config', 'get', `${project}:${key}`, '--json']);
        const { value } = configAnswer.parse(JSON.parse(stdout));
        found = JSON.parse(value);
      });
      return found;
    },
    async retire(gone, which, signal) {
      const last = await lastOutputs();
      if (last === undefined) {
        throw new Error(`Stack ${name} has nothing provisioned`);
      }
      retired = which === 'domain' ? { domain: last.targets[gone]?.domain } : { [which]: gone };
      // No more than these: nothing would protect the rest again if this ended here.
      await operate('pulumi state unprotect', async () => {
        const { stdout: state } = await runCli(['stack', 'export']);
        const going = { which, name: gone, stack: name, home: place.region };
        const found = protectedByRetiring(going, last, JSON.parse(state));
        if (found.length > 0) {
          await unprotect(...found);
        }
      });
      return up(signal);
    },
    outputs: lastOutputs,
    async destroy(signal) {
      const log = await operate('pulumi destroy', async ({ add }) => {
        await unprotect('--all');
        await stack.destroy({ signal, onEvent: add });
      });
      return log.changes.length;
    },
  };
}

/** What `pulumi config get --json` prints; a value that is no text is JSON. */
const configAnswer = z.object({ value: z.string() });
