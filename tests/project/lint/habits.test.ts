import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, ruleTester } from './_lint.ts';
import { camelCased, constants } from './constants.js';
import { throws } from './throws.js';
import { inOurWords, words } from './words.js';

const checkConstants = ruleTester('constants', constants);

for (const [code, ...names] of [
  ['const POLL_MS = 1;', 'pollMs'],
  ['export const UNKNOWN = 1, fine = 2;', 'unknown'],
  ['let TLS2_0 = 1;', 'tls20'],
  ['const f = (PATH) => PATH; class A { static MAX = 1; }', 'path', 'max'],
  ['const pollMs = 1; const Clients = 2; const x = { MAX_LINES: 3 };'],
  ['const { PATH, Name: N } = process.env; const [A] = N;'],
] as const) {
  test(`a constant is in camel case: ${code}`, (t) => {
    checkConstants(t, code, { problems: names.map((name) => `Name it in camel case: ${name}.`) });
    t.true(names.every((name) => camelCased(name.toUpperCase()) === name.toLowerCase()));
  });
}

test('a name of several words is put together', (t) => {
  t.is(camelCased('MAX_BODY_BYTES'), 'maxBodyBytes');
});

const checkThrows = ruleTester('throws', throws);
const form = 'Say it as: @throws {ErrorClass} when …';

for (const code of [
  '/** @throws {UsageError} when there is none. */',
  '/** @throws {z.ZodError} when it is none. */',
  '/** @throws {GateError | UsageError} for any other. */',
  '/**\n * @throws {AwsError}\n *   when it is none.\n */',
  '/** @throws {unknown} what `work` throws. */',
  '// @throws is a tag',
]) {
  test(`what is thrown is said: ${code}`, (t) => {
    checkThrows(t, code, { problems: [] });
  });
}

for (const [code, fixed = code] of [
  ['/** @throws when there is none. */'],
  ['/** @throws {UsageError} */'],
  ['/** @throws {the error} of `work`. */'],
  ['/** @throws The error of `work`. */'],
  ['/** @throws */'],
  ['/** @throws AwsError 400 for any other. */', '/** @throws {AwsError} 400 for any other. */'],
  ['/** @throws Error of fs, when gone */', '/** @throws {Error} of fs, when gone */'],
  ['/** @throws z.ZodError when it is none */', '/** @throws {z.ZodError} when it is none */'],
  [
    '/**\n * @throws ToolchainError\n *   when none works.\n */',
    '/**\n * @throws {ToolchainError}\n *   when none works.\n */',
  ],
] as const) {
  test(`what is thrown is not said in our form: ${code}`, (t) => {
    checkThrows(t, code, { problems: [form], fixed });
  });
}

const checkWords = ruleTester('words', words);

test('the embedded AWS has one name', (t) => {
  const code = [
    '// Of the local AWS.',
    "const a = 'Local AWS at';",
    'const b = `a local AWS in ${a}`;',
    't.regex(b, /the local AWS/);',
    "const fine = 'local aws'; // LOCAL_AWS_PORT, locally on AWS",
  ].join('\n');
  const fixed = code
    .replace('the local AWS', 'the embedded AWS')
    .replace('Local AWS', 'Embedded AWS')
    .replace('a local AWS', 'an embedded AWS')
    .replace('the local AWS', 'the embedded AWS');
  const problem = 'Say “embedded AWS”: see docs/design.md, Words.';
  checkWords(t, code, { problems: [problem, problem, problem, problem], fixed });
});

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root });
/** The changelog is the user's. */
for (const document of documents.filter((path) => path !== 'CHANGELOG.md')) {
  test(`${document} is in our words`, (t) => {
    const markdown = readFileSync(join(root, document), 'utf8').replace('never "local AWS"', '');
    t.is(inOurWords(markdown), markdown);
  });
}
