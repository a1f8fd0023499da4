import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { LocalFolder } from './folder.ts';
import { SessionError } from './errors.ts';
import { runCommand } from './run-command.ts';

/** Commands that start others: what they start may need the Pulumi CLI. */
const starters = new Set(['node', 'npm', 'npx', 'bash', 'sh', 'zsh', 'fish', 'env', 'make']);

const project = 'gated-lambda-release';
const stack = 'local';

/**
 * Finds the Pulumi CLI for a command that may need it; setting it up can take minutes, so `aws` or
 * `curl` do not wait for it.
 *
 * @returns the CLI's folder, or undefined when the command has to do without
 * @throws {SessionError} when the command is `pulumi` itself and there is none
 */
export async function findPulumiFor(command: string): Promise<string | undefined> {
  const name = basename(command);
  if (name !== 'pulumi' && !starters.has(name) && name === command) {
    return undefined;
  }
  const { findPulumi } = await import('../toolchain/pulumi.ts');
  try {
    const toolchain = await findPulumi((line) => process.stderr.write(`${line}\n`));
    return toolchain.binDir;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (name === 'pulumi') {
      throw new SessionError(message, 3, { cause: error });
    }
    process.stderr.write(`Going on without the Pulumi CLI. ${message}\n`);
    return undefined;
  }
}

/** Makes the local stack before the first Pulumi command that may use it. */
export async function prepareStack(
  command: string,
  args: readonly string[],
  folder: LocalFolder,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  mkdirSync(folder.pulumi, { recursive: true });
  if (basename(command) !== 'pulumi' || !usesStack(args) || hasStack(folder)) {
    return;
  }
  process.stderr.write(`Creating the Pulumi stack ${stack} in ${folder.pulumi}\n`);
  const status = await runCommand(
    command,
    ['stack', 'init', stack, '--cwd', folder.root, '--non-interactive'],
    env,
  );
  if (status !== 0 && !hasStack(folder)) {
    throw new SessionError(`The Pulumi stack ${stack} could not be created: see above.`);
  }
}

function usesStack(args: readonly string[]): boolean {
  const [command, subcommand] = args.filter((argument) => !argument.startsWith('-'));
  const withoutStack = ['version', 'help', 'about', 'whoami', 'plugin', 'login', 'logout'];
  return (
    command !== undefined &&
    !withoutStack.includes(command) &&
    !(command === 'stack' && subcommand === 'init')
  );
}

function hasStack(folder: LocalFolder): boolean {
  return existsSync(join(folder.pulumi, '.pulumi', 'stacks', project, `${stack}.json`));
}
