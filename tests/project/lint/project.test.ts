import test from 'ava';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';
import { root } from './_lint.ts';

/** Against each rule of the project, a rule for types and one that is the linter's own. */
const sourceOf = (file: string) =>
  [
    `import '${relative(dirname(file), 'examples/x.ts')}';`,
    'const POLL_MS = Date.now(); // of the local AWS, see trap D99',
    '/** @throws never. */',
    'if (POLL_MS === 2) throw new Error(String({}));',
    '',
  ].join('\n');

const ofAll = ['eslint(curly)', 'project(rooms)', 'typescript(no-base-to-string)'];
const ofOurs = ['cited', 'constants', 'throws', 'words'].map((name) => `project(${name})`);

/** By file: whether it is held to our habits too. */
const files = {
  'infra/x.ts': true,
  'infra/own.ts': false,
  'function/handler.ts': false,
  'function/prove-pair.ts': true,
  'local/aws/x.ts': true,
  'local/tests/x.ts': true,
  'runner/start.mjs': true,
  'tests/unit/x.test.ts': false,
  'tests/api/x.test.ts': false,
  'tests/project/x.test.ts': true,
};

interface Told {
  readonly diagnostics: readonly { readonly filename: string; readonly code: string }[];
}

test('the project lints every room with its rules', async (t) => {
  const cwd = await temporaryFolder(t, 'lint-');
  for (const path of ['.oxlintrc.json', 'package.json', 'docs', 'tests/project/lint']) {
    cpSync(join(root, path), join(cwd, path), { recursive: true });
  }
  for (const file of Object.keys(files)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), sourceOf(file));
  }
  const bin = join(root, 'node_modules', '.bin');
  const { stdout } = await execa(join(bin, 'oxlint'), ['--format', 'json', ...Object.keys(files)], {
    cwd,
    env: { PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
    reject: false,
  });
  const { diagnostics } = JSON.parse(stdout) as Told;
  for (const [file, isOurs] of Object.entries(files)) {
    const told = diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code);
    t.deepEqual([...new Set(told)].sort(), [...ofAll, ...(isOurs ? ofOurs : [])].sort(), file);
  }
});
