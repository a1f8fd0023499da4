// `npm run upgrade -- --from PATH|GIT-URL`: takes over a newer version of the tool.

import { refuseSwallowed } from '../runner/commands/npm-options.ts';
import { parseOptions } from '../runner/commands/parse-options.ts';
import { say, tellError } from '../runner/commands/tell.ts';
import { exitStatus, UsageError, type ExitStatus } from '../runner/errors.ts';
import { defaultStack, shellCommand } from '../runner/report/message.ts';
import { advise } from '../runner/report/next.ts';
import { root } from '../runner/root.ts';
import { upgradeOptions as options } from './options.ts';
import { readRecord } from './record.ts';
import { openSource, verifyClean } from './source.ts';
import { takeOver } from './take-over.ts';

const help = `Usage: npm run upgrade -- --from PATH|GIT-URL

Replaces what is the tool's by what a newer version has, and keeps what is yours:
docs/upgrading.md. Refused while something is not committed.

  --from PATH|GIT-URL  ${options.from.help}
  -h, --help           ${options.help.help}

Examples:
  npm run upgrade -- --from ../newer-version
`;

/** @returns the exit status. */
async function main(args: readonly string[]): Promise<ExitStatus> {
  try {
    refuseSwallowed({ name: 'upgrade', options }, args);
    const typed = parseOptions('upgrade', options, args);
    if (typed.help) {
      process.stdout.write(help);
      return exitStatus.done;
    }
    upgrade(typed.from);
    return exitStatus.done;
  } catch (error) {
    return tellError({ command: undefined, stack: defaultStack, json: false }, error);
  }
}

function upgrade(from: string | undefined): void {
  if (from === undefined) {
    throw new UsageError(
      'The newer version has to be named',
      advise({ shell: shellCommand('upgrade', ['--from', '../newer-version']) }),
    );
  }
  verifyClean(root);
  const source = openSource(from);
  try {
    const record = readRecord(root);
    const { written, edited, removed, left, changes } = takeOver(root, source.folder, record);
    say(`Replaced: ${String(written.length)} files. Removed: ${String(removed.length)}.`);
    tellFiles('Had been edited here, and is replaced (git diff shows what was there)', edited);
    tellFiles('The newer version does not have it; edited here, so it stays', left);
    if (record === undefined) {
      say('Nothing tells which version was here (npm run init writes it), so nothing was removed.');
    }
    process.stdout.write(
      `${changes.join('\n').trim()}\n\nNext: npm install && npm run schema && npm test\n`,
    );
  } finally {
    source.close();
  }
}

function tellFiles(what: string, files: readonly string[]): void {
  for (const file of files) {
    say(`${what}: ${file}`);
  }
}

process.exitCode = await main(process.argv.slice(2));
