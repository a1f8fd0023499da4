import { deflateRawSync } from 'node:zlib';

import test from 'ava';
import fc from 'fast-check';

import { readZip } from '../../../aws/lambda/zip.ts';
import { archive } from './_helpers/archive.ts';

test('every file of an archive is read as it was packed', async (t) => {
  const path = fc.stringMatching(/^[a-z]{1,5}(\/[a-z]{1,5}){0,2}\.js$/);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(path, fc.string(), { minKeys: 1, maxKeys: 4 }),
      async (files) => {
        const entries = readZip(await archive(files));
        const read = Object.fromEntries(
          entries.map((entry) => [entry.path, entry.read().toString()]),
        );
        t.deepEqual({ ...read }, { ...files });
      },
    ),
    { numRuns: 30 },
  );
});

/** Writes another name of the same length over every occurrence in an archive. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  const text = zip.toString('latin1').replaceAll(from, to);
  return Buffer.from(text, 'latin1');
}

for (const path of ['../../etc/evil', '/absolute/file', 'a/../../../evil', 'C:\\windows\\ev']) {
  test(`an archive with the path ${path} is refused`, async (t) => {
    const innocent = 'x'.repeat(path.length);
    const zip = renamed(await archive({ [innocent]: 'content' }), innocent, path);
    t.throws(() => readZip(zip), { message: /unsafe path/ });
  });
}

test('what is no archive, or a cut one, is refused', async (t) => {
  const zip = await archive({ 'index.mjs': 'x'.repeat(1000) });
  t.throws(() => readZip(Buffer.alloc(0)), { message: 'not a zip archive' });
  t.throws(() => readZip(Buffer.from('PK no archive, but long enough for one')));
  t.throws(() => readZip(zip.subarray(0, zip.length - 30)));
});

test('damaged content is noticed', async (t) => {
  const zip = await archive({ 'index.mjs': 'export const answer = 42;'.repeat(20) });
  const [before] = readZip(zip);
  t.notThrows(() => before?.read());
  const start = 30 + 'index.mjs'.length;
  deflateRawSync(Buffer.alloc(500, 'y')).copy(zip, start, 0, 8);
  const [after] = readZip(zip);
  t.throws(() => after?.read());
});
