// `npm run local -- COMMAND …`. Every command pays for what this loads, so it loads little, and late.

import { attach } from './session/attach.ts';
import { SessionError } from './session/errors.ts';
import { runCommand } from './session/run-command.ts';
import { readSettings } from './session/settings.ts';
import type { Settings } from './session/settings.ts';

const usage = `npm run local -- COMMAND [ARGUMENT…]  runs a command against the embedded AWS
npm run local                         serves the embedded AWS until Ctrl-C
npm run local -- reset                forgets all local state
npm run local -- --provider official COMMAND [ARGUMENT…]
                                      with the official AWS provider for Pulumi that is installed here

Environment variables: LOCAL_AWS_PORT, LOCAL_AWS_REGION, LOCAL_AWS_DIR (instead of .local),
LOCAL_AWS_LAG (alias=2,stage=5,read=1: seconds).
`;

/** @returns the exit status */
async function main(args: readonly string[]): Promise<number> {
  const settings = await settingsOfPerson();
  const [first, ...rest] = args;
  switch (first) {
    case undefined: {
      const { serve } = await import('./session/serve.ts');
      await serve(settings);
      return 0;
    }
    case '--':
      return runLocally(settings, rest);
    case '--provider':
      return runWithOfficialProvider(settings, rest);
    case 'reset': {
      const { reset } = await import('./session/reset.ts');
      await reset(settings.folder);
      process.stdout.write('The embedded AWS has forgotten everything.\n');
      return 0;
    }
    case '--help':
    case '-h':
      process.stdout.write(usage);
      return 0;
    default:
      return runLocally(settings, args);
  }
}

/** A command works where the stack `local` is, unless a person says otherwise. */
async function settingsOfPerson(): Promise<Settings> {
  const settings = readSettings(process.env);
  if (process.env.LOCAL_AWS_REGION !== undefined) {
    return settings;
  }
  const { regionOfStack } = await import('./session/stack-region.ts');
  return { ...settings, region: regionOfStack(settings.folder.root) ?? settings.region };
}

async function runWithOfficialProvider(
  settings: Settings,
  [name = '', ...args]: readonly string[],
): Promise<number> {
  if (name !== 'official') {
    throw new SessionError(`There is no provider "${name}" to choose: only official.\n${usage}`, 2);
  }
  const { findOfficialProvider } = await import('./session/official-provider.ts');
  return runLocally(settings, args, findOfficialProvider(process.env));
}

async function runLocally(
  settings: Settings,
  args: readonly string[],
  providerDir?: string,
): Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined || command.startsWith('-')) {
    throw new SessionError(`There is no option ${command ?? '--'} here.\n${usage}`, 2);
  }
  const { env, release } = await attach(args, settings, providerDir);
  try {
    return await runCommand(command, rest, env);
  } finally {
    release();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SessionError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.status;
}
