import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './suite/project-root.ts';

const versions = z.record(z.string(), z.string());
const manifest = z.object({ dependencies: versions, devDependencies: versions });

function readPins(folder: string): Map<string, string> {
  const text = readFileSync(join(projectRoot, folder, 'package.json'), 'utf8');
  const { dependencies, devDependencies } = manifest.parse(JSON.parse(text));
  return new Map(Object.entries({ ...dependencies, ...devDependencies }));
}

test('every version is pinned', (t) => {
  for (const [name, version] of [...readPins('.'), ...readPins('local')]) {
    t.regex(version, /^(npm:\w+@)?\d+\.\d+\.\d+$/, name);
  }
});

test('the project and local/ pin the same version of what both use', (t) => {
  const pins = readPins('.');
  for (const [name, version] of readPins('local')) {
    t.is(version, pins.get(name) ?? version, name);
  }
});
