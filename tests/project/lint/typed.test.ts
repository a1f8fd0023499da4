import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../runner/commands/all-commands.ts';
import { commonOptions } from '../../../runner/commands/options.ts';
import { root } from './_lint.ts';
import { findTyped, type Typed } from './_typed.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** What could be typed when it was written stays in the changelog. */
const documents = globSync(['*.md', 'docs/**/*.md', 'local/README.md'], { cwd: root })
  .filter((path) => path !== 'CHANGELOG.md')
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

/** Of npm itself, which takes them before `--`. */
const npmOptions = ['--workspace', '--silent'];

/** @returns what is wrong with it, in words; undefined when it can be typed. */
function findFault({ script, ofNpm, args }: Typed): string | undefined {
  const line = scripts[script];
  if (line === undefined) {
    return `package.json has no script ${script}`;
  }
  const swallowed = ofNpm.find((each) => each.startsWith('--') && !npmOptions.includes(each));
  if (swallowed !== undefined) {
    return `npm takes ${swallowed} for itself`;
  }
  const command = commands.find(({ name }) => name === script);
  return command === undefined ? findUnknown(line, args) : tryTo(() => command.prepare(args));
}

/** A script of its own tells in its source, as in its help or an error, what it takes. */
function findUnknown(line: string, args: readonly string[]): string | undefined {
  const [source] = /(?<=runner\/start\.mjs )\S+/.exec(line) ?? [];
  const [first = ''] = args;
  // What stands behind another command, as in `npm run local -- pulumi up --yes`, is that one's.
  if (source === undefined || !first.startsWith('--')) {
    return undefined;
  }
  const own = source === 'local/main.ts' ? [first] : args.filter((arg) => arg.startsWith('--'));
  const unknown = own.find((arg) => !takes(source, arg));
  return unknown && `${source} does not know ${unknown}`;
}

/** In the file that npm starts, or in one beside it. */
function takes(source: string, option: string): boolean {
  const files = globSync([source, source.replace('main.ts', '**/*.ts')], { cwd: root });
  const bare = option.replace(/^--|=.*$/g, '');
  return files.some((file) => new RegExp(`--${bare}\\b|^ +'?${bare}'?: \\{`, 'm').test(read(file)));
}

function tryTo(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

for (const document of documents) {
  test(`${document} tells to type what there is`, (t) => {
    const faults = findTyped(read(document)).flatMap((typed) => {
      const fault = findFault(typed);
      return fault === undefined ? [] : [`${typed.text}: ${fault}`];
    });
    t.deepEqual(faults, []);
  });
}

test('docs/commands.md names every command with every option', (t) => {
  const typed = findTyped(read('docs/commands.md'));
  for (const { name, options } of commands) {
    const said = typed.filter(({ script }) => script === name).flatMap(({ args }) => args);
    const ofAll = Object.keys(commonOptions);
    const own = Object.keys(options).filter((option) => !ofAll.includes(option));
    const isArgument = (option: string) =>
      options[option]?.kind === 'text' && options[option].isArgument === true;
    const missing = own.filter((option) => !isArgument(option) && !said.includes(`--${option}`));
    t.true(
      typed.some(({ script }) => script === name) && missing.length === 0,
      `${name}: ${missing.join(', ')}`,
    );
  }
});

test('what is wrong is found', (t) => {
  const faultsOf = (markdown: string) => findTyped(markdown).map(findFault);
  t.regex(faultsOf('`npm run relaese`')[0] ?? '', /no script relaese/);
  t.regex(faultsOf('`npm run release --dry-run`')[0] ?? '', /npm takes --dry-run/);
  t.regex(faultsOf('`npm run release -- --untli stage`')[0] ?? '', /no option --untli/);
  t.regex(faultsOf('`npm run release -- --until`')[0] ?? '', /needs a value/);
  t.regex(faultsOf('`npm run status -- dev`')[0] ?? '', /dev/);
  t.regex(faultsOf('`npm run init -- --nmae orders`')[0] ?? '', /does not know --nmae/);
  t.regex(
    faultsOf('`node runner/start.mjs runner/cli.ts release --no`')[0] ?? '',
    /no option --no/,
  );
  t.regex(faultsOf('`./gated release --no`')[0] ?? '', /no option --no/);
  t.regex(faultsOf('`./gated relaese`')[0] ?? '', /no script relaese/);
  t.regex(faultsOf('in short `status --vrify SHA256`')[0] ?? '', /no option --vrify/);
  t.regex(faultsOf('| `npm run prune` | deletes, `--dry` |')[1] ?? '', /no option --dry/);
});

test('what can be typed is read to its end', (t) => {
  const read = (markdown: string) => findTyped(markdown).map(({ script, args }) => [script, args]);
  t.deepEqual(read('`npm run COMMAND -- --help`'), []);
  t.deepEqual(read('npm run release -- --stack dev # comment --x'), [
    ['release', ['--stack', 'dev']],
  ]);
  t.deepEqual(read('npm run status -- --verify "$(sha256sum x | cut -d \' \' -f 1)"'), [
    ['status', ['--verify', "$(sha256sum x | cut -d ' ' -f 1)"]],
  ]);
  t.deepEqual(read('{ "command": "npm run release -- --stack dev", "x": 1 }'), [
    ['release', ['--stack', 'dev']],
  ]);
  t.deepEqual(read('npm run schema && npm test'), [
    ['schema', []],
    ['test', []],
  ]);
});
