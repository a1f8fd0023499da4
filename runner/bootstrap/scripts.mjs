// The npm scripts that go through runner/start.mjs, each a word of ./gated.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const through = 'node runner/start.mjs ';

/**
 * Reads them from package.json.
 * @param root of the project
 * @returns by word, what runner/start.mjs is given: the file and its first arguments
 */
export function readScripts(root) {
  const { scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const started = Object.entries(scripts).filter(([, line]) => line.startsWith(through));
  return new Map(started.map(([word, line]) => [word, line.slice(through.length).split(' ')]));
}
