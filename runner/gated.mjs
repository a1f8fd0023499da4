// What ./gated runs, on whatever Node a machine has: `./gated release --stack dev` is
// `npm run release -- --stack dev`.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isVerified, verify } from './bootstrap/installed.mjs';
import { readScripts } from './bootstrap/scripts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const [word, ...args] = process.argv.slice(2);
// A word that there is not is answered where the other mistakes are.
const start = readScripts(root).get(word) ?? [
  'runner/cli.ts',
  ...(word === undefined ? [] : [word]),
];

// Who presses Tab does not wait for an installation.
const isAskedByShell = word === 'completion' && args[0] === 'words';
if (!isAskedByShell || isVerified(root) || verify(root) === undefined) {
  process.argv = [...process.argv.slice(0, 2), ...start, ...args];
  await import('./start.mjs');
}
