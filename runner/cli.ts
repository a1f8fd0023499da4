import { commands, findCommand } from './commands/all-commands.ts';
import { formatHelp, formatOverview, helpWidth } from './commands/help.ts';
import { refuseSwallowed } from './commands/npm-options.ts';
import { runOnBackend } from './commands/run-on-backend.ts';
import { guessInvocation, tellError } from './commands/tell.ts';
import { exitStatus } from './errors.ts';

/**
 * Runs the command that the arguments name.
 *
 * @returns the exit status.
 */
async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  if (['--help', '-h'].includes(name)) {
    return print(formatOverview(commands, helpWidth()));
  }
  const invocation = guessInvocation(name, args);
  try {
    const command = findCommand(name);
    refuseSwallowed(command, args);
    const prepared = command.prepare(args);
    if (prepared.isHelp) {
      return print(formatHelp(command, helpWidth()));
    }
    return command.isOffline === true
      ? await prepared.run()
      : await runOnBackend(invocation, prepared.run);
  } catch (error) {
    return tellError(invocation, error);
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return exitStatus.done;
}

process.exitCode = await main(process.argv.slice(2));
