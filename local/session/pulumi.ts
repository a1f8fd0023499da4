import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import type { LocalFolder } from './folder.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Toolchain } from '../toolchain/distribution.ts';
import { SessionError } from './errors.ts';
import { runCommand } from './run-command.ts';

/** Commands that start others: what they start may need the Pulumi CLI. */
const starters = new Set(['node', 'npm', 'npx', 'bash', 'sh', 'zsh', 'fish', 'env', 'make']);

const defaultStack = 'local';

const manifest = z.object({ name: z.string() });

/**
 * Finds the Pulumi CLI for a command that may need it; setting it up can take minutes, so `aws` or
 * `curl` do not wait for it.
 *
 * @returns undefined when the command has to do without
 * @throws {SessionError} when the command is `pulumi` itself and there is none
 */
export async function findPulumiFor(command: string): Promise<Toolchain | undefined> {
  const name = basename(command);
  if (name !== 'pulumi' && !starters.has(name) && name === command) {
    return undefined;
  }
  const { findPulumi } = await import('../toolchain/pulumi.ts');
  try {
    return await findPulumi((line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (name === 'pulumi') {
      throw new SessionError(message, 3, { cause: error });
    }
    process.stderr.write(`Going on without the Pulumi CLI. ${message}\n`);
    return undefined;
  }
}

/** Makes a local stack before the first Pulumi command that may use it. */
export async function prepareStack(
  command: string,
  args: readonly string[],
  folder: LocalFolder,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  mkdirSync(folder.pulumi, { recursive: true });
  const stack = stackOf(args);
  if (basename(command) !== 'pulumi' || !usesStack(args)) {
    return;
  }
  const project = readProjectName(folder);
  if (!isLocal(folder, project, stack) || hasStack(folder, project, stack)) {
    return;
  }
  process.stderr.write(`Creating the Pulumi stack ${stack} in ${folder.pulumi}\n`);
  const status = await runCommand(
    command,
    ['stack', 'init', stack, '--cwd', folder.root, '--non-interactive'],
    env,
  );
  if (status !== 0 && !hasStack(folder, project, stack)) {
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

/** The short name of the stack that a command line of Pulumi names. */
function stackOf(args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    options: { stack: { type: 'string', short: 's' } },
    allowPositionals: true,
    strict: false,
  });
  const named = typeof values.stack === 'string' ? values.stack : defaultStack;
  return named.split('/').at(-1) ?? named;
}

function readProjectName({ root }: LocalFolder): string {
  return manifest.parse(parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8'))).name;
}

/** By its name, or by what its file says: any other stack is on AWS, and nobody makes it in passing. */
function isLocal({ root }: LocalFolder, project: string, stack: string): boolean {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (stack === defaultStack || !existsSync(file)) {
    return stack === defaultStack;
  }
  const local = z.literal([true, 'true']);
  const stackFile = z.object({ config: z.object({ [`${project}:local`]: local }) });
  return stackFile.safeParse(parse(readFileSync(file, 'utf8'))).success;
}

/** Names of the stacks that are on the embedded AWS, `local` first. */
export function listLocalStacks(folder: LocalFolder): string[] {
  const { root } = folder;
  if (!existsSync(join(root, 'Pulumi.yaml'))) {
    return [defaultStack];
  }
  const project = readProjectName(folder);
  const others = readdirSync(root)
    .map((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? defaultStack)
    .filter((stack) => stack !== defaultStack && isLocal(folder, project, stack));
  return [defaultStack, ...others.sort()];
}

function hasStack({ pulumi }: LocalFolder, project: string, stack: string): boolean {
  return existsSync(join(pulumi, '.pulumi', 'stacks', project, `${stack}.json`));
}
