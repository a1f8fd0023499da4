import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorsOf, citedPaths, linkResolves, pathExists, relativeLinks } from './_documents.ts';
import { root } from './_lint.ts';
import { citationChecker } from './citations.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What was true when it was written stays in the changelog. */
const documents = globSync(['*.md', 'docs/**/*.md', 'local/**/*.md'], { cwd: root })
  .filter((path) => !path.includes('node_modules') && path !== 'CHANGELOG.md')
  .map((path) => path.replaceAll('\\', '/'))
  .sort();
const check = citationChecker(root);

test('the documents are found', (t) => {
  for (const path of ['README.md', 'CONTRIBUTING.md', 'docs/design.md', 'docs/traps.md']) {
    t.true(documents.includes(path), path);
  }
});

for (const document of documents) {
  test(`${document} names paths that exist`, (t) => {
    const missing = citedPaths(read(document)).filter((path) => !pathExists(root, path));
    t.deepEqual(missing, []);
  });

  test(`${document} links to what exists`, (t) => {
    const dead = relativeLinks(read(document)).filter(
      (link) => !linkResolves(root, document, link),
    );
    t.deepEqual(dead, []);
  });

  test(`${document} cites traps and invariants that exist`, (t) => {
    t.deepEqual(check(spellOut(read(document))), []);
  });
}

/** Among themselves traps are cited by their number alone. */
const spellOut = (markdown: string): string =>
  markdown.replace(/(?<!#|traps? )\b([DO]\d+)\b/g, 'trap $1');

for (const path of globSync('infra/*.{yaml,yml}', { cwd: root })) {
  test(`${path} cites what exists`, (t) => {
    t.deepEqual(check(read(path)), []);
  });
}

test('each invariant names a test that holds it, or says that none does', (t) => {
  const [, ...sections] = read('docs/invariants.md').split(/^## /m);
  t.true(sections.length > 0);
  for (const section of sections) {
    const tests = citedPaths(section).filter((path) => path.endsWith('.test.ts'));
    t.true(tests.length > 0 || section.includes('**Not held yet**'), section.split('\n')[0]);
  }
});

test('each trap says what is done here, and where it is from', (t) => {
  const [, ...sections] = read('docs/traps.md').split(/^### (?=D)/m);
  t.true(sections.length > 0);
  for (const section of sections) {
    t.regex(section, /^- Here: /m);
    t.regex(section, /^- Source: /m);
  }
});

test('of what stands in backticks, paths are told from the rest', (t) => {
  const markdown = [
    '`infra/x.ts`, `tests/project/`, `.github/x`, `a/*.ts`; `npm run x/y`, `@pulumi/aws`, `/aws/x`,',
    '`https://x/y`, `stage`, `API_URL`, `.local/x`',
    '```sh',
    'cat `gone/x.ts`',
    '```',
  ].join('\n');
  t.deepEqual(citedPaths(markdown), ['infra/x.ts', 'tests/project/', '.github/x', 'a/*.ts']);
});

test('a word in capitals stands for any name', (t) => {
  t.true(pathExists(root, 'local/aws/SERVICE/'));
  t.true(pathExists(root, 'README.md'));
  t.true(pathExists(root, 'docs/*.md'));
  t.false(pathExists(root, 'gone/SERVICE/'));
  t.false(pathExists(root, 'infra/gone.ts'));
});

test('who removes the examples keeps the documents', (t) => {
  const without = join(root, 'docs');
  t.true(pathExists(without, 'tests/project/behaviour/e2e/orders.test.ts'));
  t.true(pathExists(without, 'examples/orders/'));
  t.false(pathExists(without, 'tests/project/behaviour/e2e/dev.test.ts'));
});

test('who deletes local/ keeps the documents', (t) => {
  const without = join(root, 'docs');
  t.true(pathExists(without, 'local/aws/x.ts'));
  t.false(pathExists(without, 'runner/x.ts'));
});

test('a link is to a file, and to a heading in it', (t) => {
  t.deepEqual(relativeLinks('[a](b.md#c), [d](https://e), [f](#g)'), ['b.md#c', '#g']);
  t.deepEqual(anchorsOf('# A\n## 1. `pulumi up` alone, never: moves\n'), [
    'a',
    '1-pulumi-up-alone-never-moves',
  ]);
  t.true(linkResolves(root, 'docs/traps.md', 'design.md#words'));
  t.true(linkResolves(root, 'docs/design.md', '../README.md'));
  t.false(linkResolves(root, 'docs/traps.md', 'design.md#gone'));
  t.false(linkResolves(root, 'docs/traps.md', 'gone.md'));
});
