import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Archive, Asset } from '../../provider/properties.ts';
import { zipOf } from '../../provider/zip.ts';

async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'provider-zip-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

const text = (value: string): Asset => new Asset('', { text: value });

test('the same files are the same bytes, in whatever order they are given', async (t) => {
  const one = await zipOf(new Archive('', { assets: { 'a.mjs': text('1'), 'b.mjs': text('2') } }));
  const other = await zipOf(
    new Archive('', { assets: { 'b.mjs': text('2'), 'a.mjs': text('1') } }),
  );
  t.true(one.equals(other));
  const third = await zipOf(
    new Archive('', { assets: { 'a.mjs': text('1'), 'b.mjs': text('3') } }),
  );
  t.false(one.equals(third));
});

test('a folder is the same bytes as its files, whenever they were written', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'index.mjs'), '1');
  await writeFile(join(folder, 'lib', 'x.mjs'), '2');
  await utimes(join(folder, 'index.mjs'), 1, 1);
  const ofFolder = await zipOf(new Archive('', { path: folder }));
  const ofAssets = await zipOf(
    new Archive('', {
      assets: {
        'index.mjs': text('1'),
        lib: new Archive('', {
          assets: { 'x.mjs': new Asset('', { path: join(folder, 'lib', 'x.mjs') }) },
        }),
      },
    }),
  );
  t.true(ofFolder.equals(ofAssets));
});

test('a zip file goes as it is', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'code.zip');
  const bytes = await zipOf(new Archive('', { assets: { 'a.mjs': text('1') } }));
  await writeFile(path, bytes);
  t.true((await zipOf(new Archive('', { path }))).equals(bytes));
});

test('another format, a download and an archive without its contents are refused', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'code.tar.gz');
  await writeFile(path, 'no zip');
  await t.throwsAsync(zipOf(new Archive('', { path })), { message: /is not a zip file/ });
  await t.throwsAsync(zipOf(new Archive('', { uri: 'http://x/y.zip' })), {
    message: /not download/,
  });
  await t.throwsAsync(zipOf(new Archive('h', undefined)), { message: /only their hash/ });
});
