import { inspect } from 'node:util';
import type { PulumiCommand } from '@pulumi/pulumi/automation/cmd.js';
import { awsPlaceOf } from '../../stack/sign-in/aws-place.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { knownPulumiVersion, shareProvider } from '../backend.ts';
import { EnvironmentError, messageOf, UsageError } from '../errors.ts';
import { findPlace } from '../report/test-place.ts';
import { root } from '../root.ts';
import { loadLater } from './load-later.ts';
import type { ProgramStack } from './program-stack.ts';

/**
 * Finds the Pulumi CLI and opens a stack's program. The CLI tells its version while the Pulumi SDK
 * loads, which takes half a second.
 *
 * @param settings as they were read, so that `Pulumi.STACK.yaml` exists.
 * @throws {EnvironmentError} when there is no CLI on `PATH`, and none can be installed.
 * @throws {UsageError} when a file of the program, as `infra/own.ts`, does not load.
 */
export async function openProgram(
  settings: Pick<Settings, 'stack' | 'program' | 'region' | 'signIn'>,
): Promise<ProgramStack> {
  const { stack } = settings;
  const findTools = async () => ({
    command: await findPulumi(stack),
    environment: await shareProvider(stack),
  });
  const [{ command, environment }, { openStack }] = await Promise.all([
    findTools(),
    importProgram(),
  ]);
  return openStack(stack, command, awsPlaceOf(settings), environment);
}

async function importProgram() {
  loadLater();
  try {
    return await import('./open-stack.ts');
  } catch (error) {
    // A syntax error says where it is in front of its message, as only inspecting shows.
    const place = findPlace(inspect(error), root);
    const isOfProgram = place?.file.startsWith('infra/') === true;
    const where = isOfProgram ? `${place.file}, line ${String(place.line)}` : 'infra/';
    const why = messageOf(error);
    throw new UsageError(
      `The program does not load: ${why} (${where})`,
      { text: `edit ${isOfProgram ? place.file : 'infra/own.ts, or npm install what it imports'}` },
      { cause: error, resource: 'infra/' },
    );
  }
}

async function findPulumi(stack: string): Promise<PulumiCommand> {
  const { PulumiCommand } = await import('@pulumi/pulumi/automation/cmd.js');
  const version = knownPulumiVersion(stack);
  if (version !== undefined) {
    const { SemVer } = await import('semver');
    // Its own way of making one is to start the CLI, for the version.
    return Reflect.construct(PulumiCommand, ['pulumi', new SemVer(version)]) as PulumiCommand;
  }
  try {
    return await PulumiCommand.get();
  } catch {
    return installPulumi(PulumiCommand);
  }
}

/** By Pulumi's own installer, into `~/.pulumi/versions`, once. */
async function installPulumi(command: typeof PulumiCommand): Promise<PulumiCommand> {
  process.stderr.write(
    'The Pulumi CLI is not on the PATH, or too old: looking for one to install…\n',
  );
  try {
    return await command.install();
  } catch (error) {
    throw new EnvironmentError(
      'The Pulumi CLI is not on the PATH, or too old for this project, and cannot be downloaded',
      { text: 'install it (https://www.pulumi.com/docs/install), then run the command again' },
      { cause: error },
    );
  }
}
