// `./gated completion SHELL` prints what a shell needs to complete the words of ./gated; that asks
// `./gated completion words WORD…` at each Tab.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { initOptions, upgradeOptions } from '../adopt/options.ts';
import { readScripts } from './bootstrap/scripts.mjs';
import { commands } from './commands/all-commands.ts';
import { joinWords } from './commands/completion/bash-words.ts';
import { complete, type Word } from './commands/completion/candidates.ts';
import { findNames } from './commands/completion/names.ts';
import { refuseSwallowed } from './commands/npm-options.ts';
import type { Options } from './commands/options.ts';
import { parseOptions, seeHelp } from './commands/parse-options.ts';
import { tellError } from './commands/tell.ts';
import { exitStatus, UsageError, type ExitStatus } from './errors.ts';
import { defaultStack } from './report/message.ts';
import { root } from './root.ts';
import { findNearest } from '../stack/nearest.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

const options = {
  shell: {
    kind: 'text',
    value: 'SHELL',
    isArgument: true,
    names: shells,
    help: 'bash, zsh or fish',
  },
  help: { kind: 'flag', short: 'h', help: 'show this' },
} as const satisfies Options;

const help = `Usage: ./gated completion SHELL

Prints what a shell needs to complete commands, options, stacks and targets of ./gated.

  SHELL       ${options.shell.help}
  -h, --help  ${options.help.help}

Examples:
  eval "$(./gated completion bash)"   also as a line of ~/.bashrc, with the path of the project
  eval "$(./gated completion zsh)"    after compinit
  ./gated completion fish | source
`;

/** @returns the exit status. */
function main([first, ...rest]: readonly string[]): ExitStatus {
  if (first === 'words') {
    return print(findCandidates(rest));
  }
  try {
    refuseSwallowed({ name: 'completion', options }, [first ?? '', ...rest]);
    const typed = parseOptions('completion', options, first === undefined ? [] : [first, ...rest]);
    return print(typed.help ? help : readScript(typed.shell));
  } catch (error) {
    return tellError({ command: undefined, stack: defaultStack, json: false }, error);
  }
}

function print(text: string): ExitStatus {
  process.stdout.write(text);
  return exitStatus.done;
}

/** @throws {UsageError} when there is no such shell. */
function readScript(shell: string | undefined): string {
  const known = shells.find((each) => each === shell);
  if (known === undefined) {
    const nearest = shell === undefined ? undefined : findNearest(shell, shells);
    throw new UsageError(
      shell === undefined ? 'The shell has to be named' : `There is no completion for ${shell}`,
      nearest === undefined
        ? seeHelp('completion')
        : { command: { shell: `./gated completion ${nearest}` } },
    );
  }
  return readFileSync(join(import.meta.dirname, 'commands', 'completion', 'shell', known), 'utf8');
}

/** A line for each, with what it means behind a tab; `:files` where the shell knows better. */
function findCandidates(typed: readonly string[]): string {
  const { joined, kept } = joinWords(typed);
  const found = complete(joined, findWords(), findNames);
  return found === 'files'
    ? ':files\n'
    : found
        .map(({ word, help: text }) => `${[word.slice(kept), text ?? []].flat().join('\t')}\n`)
        .join('');
}

function findWords(): Record<string, Word> {
  const known: Record<string, Word> = {
    ...Object.fromEntries(commands.map((command) => [command.name, command])),
    init: { options: initOptions },
    upgrade: { options: upgradeOptions },
    completion: { options },
  };
  return Object.fromEntries([...readScripts(root).keys()].map((word) => [word, known[word] ?? {}]));
}

process.exitCode = main(process.argv.slice(2));
