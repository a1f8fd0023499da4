// `npm run init`: gives the project the name of the team's own service.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { withPerson } from '../runner/commands/ask.ts';
import { refuseSwallowed } from '../runner/commands/npm-options.ts';
import { parseOptions } from '../runner/commands/parse-options.ts';
import { say, tellError } from '../runner/commands/tell.ts';
import { exitStatus, type ExitStatus } from '../runner/errors.ts';
import { defaultStack, shellCommand } from '../runner/report/message.ts';
import { advise } from '../runner/report/next.ts';
import { root } from '../runner/root.ts';
import { project } from '../stack/project.ts';
import { findAnswers, type Answers } from './init-answers.ts';
import { removeExample, skeletonPath } from './example.ts';
import { initOptions as options } from './options.ts';
import { isPublished } from './ownership.ts';
import { listToolFiles, makeRecord, readRecord, recordFile } from './record.ts';
import { renameProject } from './rename-project.ts';
import { asJson, replaceFile } from './replace-file.ts';

const help = `Usage: npm run init -- [options]

Gives the project a name of its own: in Pulumi.yaml, as the namespace of the settings in
Pulumi.STACK.yaml and as the name of the function there, in package.json, that of function/,
and the lockfile.
Begins a new CHANGELOG.md. Without --name it asks.

  --name NAME      ${options.name.help}
  --region REGION  ${options.region.help}
  --remove-example ${options['remove-example'].help}
  -h, --help       ${options.help.help}

Examples:
  npm run init -- --name orders --region eu-west-1
  npm run init -- --name orders --remove-example
`;

/** @returns the exit status. */
async function main(args: readonly string[]): Promise<ExitStatus> {
  try {
    refuseSwallowed({ name: 'init', options }, args);
    const typed = parseOptions('init', options, args);
    if (typed.help) {
      process.stdout.write(help);
      return exitStatus.done;
    }
    const { name, region, removesExample } = await answer({
      ...typed,
      removesExample: typed['remove-example'],
    });
    const known = readRecord(root);
    const record = known ?? makeRecord(root, listToolFiles(root).filter(isPublished));
    if (known === undefined) {
      replaceFile(join(root, recordFile), asJson(record));
    }
    const removed = removesExample ? removeExample(root, record.example) : [];
    const readinessPath = removesExample ? skeletonPath : undefined;
    const renamed = renameProject(root, { from: project, to: name, region, readinessPath });
    const changed = [...removed, ...renamed];
    writeSchema();
    say(changed.length === 0 ? 'Nothing had to change' : `Changed: ${changed.join(', ')}`);
    if (name !== project) {
      say(`Pulumi stacks that were made as ${project} stay of that project, with all they have.`);
    }
    process.stdout.write(`This is the project ${name}. Next: npm run release\n`);
    return exitStatus.done;
  } catch (error) {
    return tellError({ command: undefined, stack: defaultStack, json: false }, error);
  }
}

/** Asks on a terminal, if there is one. */
async function answer(typed: Parameters<typeof findAnswers>[0]): Promise<Answers> {
  if (!process.stdin.isTTY) {
    return findAnswers(typed, undefined);
  }
  const unanswered = {
    nothing: 'Nothing was changed',
    next: advise({ shell: shellCommand('init', ['--name', 'orders']) }),
  };
  return withPerson(unanswered, (ask) => findAnswers(typed, ask));
}

/** The schema and docs/settings.md hold the settings by their whole names. */
function writeSchema(): void {
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root });
  run(join(root, 'stack', 'write-schema.ts'));
  const oxfmt = join(root, 'node_modules', 'oxfmt', 'bin', 'oxfmt');
  run(oxfmt, 'stack/stack-file.schema.json', 'docs/settings.md');
}

process.exitCode = await main(process.argv.slice(2));
