import test from 'ava';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './_lint.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const sources = globSync('{runner,infra,stack,local}/**/*.{ts,mjs}', {
  cwd: root,
  exclude: (path) => path.includes('node_modules') || path.endsWith('.test.ts'),
})
  .map(read)
  .join('\n');

/** The messages in the first column of the tables, each as its parts around what differs. */
const messages = [...read('docs/trouble.md').matchAll(/^\| ([^|]+) \|/gm)].flatMap(
  ([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message),
);

test('docs/trouble.md quotes what commands say', (t) => {
  t.true(messages.length > 10);
  const gone = messages.filter((message) => !isSaid(message));
  t.deepEqual(gone, []);
});

test('what no command says is found', (t) => {
  t.true(isSaid('The judge is red: …'));
  t.false(isSaid('The judge is green: …'));
});

function isSaid(message: string): boolean {
  return message
    .split('…')
    .map((part) => part.trim().replace(/^,\s*/, ''))
    .every((part) => sources.includes(part));
}
