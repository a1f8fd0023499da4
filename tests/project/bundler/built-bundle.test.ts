import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { BundleError } from '../../../bundler/bundle.ts';
import { readBuiltBundle, writeBuiltBundle } from '../../../bundler/built-bundle.ts';
import { codeSha256Of } from '../../../bundler/digest.ts';
import { zipOf } from '../../../bundler/zip.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

const zip = await zipOf([{ path: 'index.mjs', contents: Buffer.from('export {};') }]);
const codeSha256 = codeSha256Of(zip);

test('what is written is read again, byte by byte', async (t) => {
  const file = join(await temporaryFolder(t, 'bundle-'), 'bundle.zip');
  writeBuiltBundle(file, { zip, codeSha256 });
  t.deepEqual(readBuiltBundle(file, undefined), { zip, codeSha256 });
  t.deepEqual(readBuiltBundle(file, codeSha256), { zip, codeSha256 });
  t.deepEqual(readFileSync(file), zip);
  t.false(existsSync(`${file}.new`));
});

test('other bytes than those that were attested are refused, with both digests', async (t) => {
  const file = join(await temporaryFolder(t, 'bundle-'), 'bundle.zip');
  writeBuiltBundle(file, { zip: Buffer.concat([zip, Buffer.from('x')]), codeSha256 });
  t.throws(() => readBuiltBundle(file, codeSha256), {
    instanceOf: BundleError,
    message: /has the digest sha256:[0-9a-f]{64}, and not sha256:[0-9a-f]{64}$/,
  });
});

test('what is not there, or no zip archive, says how it is built', async (t) => {
  const folder = await temporaryFolder(t, 'bundle-');
  const file = join(folder, 'bundle.zip');
  const missing = t.throws(() => readBuiltBundle(file, undefined), { instanceOf: BundleError });
  t.regex(missing.message, /bundle\.zip cannot be read: /);
  t.is(missing.remedy, `build it: npm run bundle -- ${file}`);
  writeFileSync(file, 'PK');
  t.throws(() => readBuiltBundle(file, undefined), {
    instanceOf: BundleError,
    message: /is no zip archive$/,
  });
});

test('a file that cannot be written says so, and another one is named', async (t) => {
  const file = join(await temporaryFolder(t, 'bundle-'), 'nowhere', 'bundle.zip');
  const { message, remedy } = t.throws(() => writeBuiltBundle(file, { zip, codeSha256 }), {
    instanceOf: BundleError,
  });
  t.regex(message, /cannot be written: /);
  t.is(remedy, 'name another file');
});

test('a pipe stays one, and is written into', async (t) => {
  const folder = await temporaryFolder(t, 'bundle-');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = readFile(pipe);
  writeBuiltBundle(pipe, { zip, codeSha256 });
  t.deepEqual(await read, zip);
  t.true(lstatSync(pipe).isFIFO());
  t.deepEqual(readdirSync(folder), ['pipe']);
});

test('a folder is refused, and nothing is left beside it', async (t) => {
  const folder = await temporaryFolder(t, 'bundle-');
  mkdirSync(join(folder, 'function'));
  t.throws(() => writeBuiltBundle(join(folder, 'function'), { zip, codeSha256 }), {
    instanceOf: BundleError,
    message: /function cannot be written: it is a folder$/,
  });
  t.deepEqual(readdirSync(folder), ['function']);
});
