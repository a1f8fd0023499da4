import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { unpackCode } from '../../../../aws/lambda/execution/unpack.ts';
import { temporaryFolder } from '../../../_helpers/temporary-folder.ts';
import { archive } from '../_helpers/archive.ts';

test('a .js file is CommonJS though a project of modules is around it, as on Lambda', async (t) => {
  const project = await temporaryFolder(t);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const folder = join(project, '.local', 'code');
  const zip = Buffer.from(await archive({ 'index.js': 'exports.answer = 42;' }));
  const code = unpackCode(folder, 'abc', () => zip);
  t.deepEqual(createRequire(join(code, 'index.js'))('./index.js'), { answer: 42 });
});

test('code that an earlier version unpacked is held as well', async (t) => {
  const project = await temporaryFolder(t);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const folder = join(project, 'code');
  mkdirSync(join(folder, 'abc'), { recursive: true });
  writeFileSync(join(folder, 'abc', 'index.js'), 'exports.answer = 42;');
  const code = unpackCode(folder, 'abc', () => t.fail('it is there'));
  t.deepEqual(createRequire(join(code, 'index.js'))('./index.js'), { answer: 42 });
});
