import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import test, { type ExecutionContext } from 'ava';
import { waitFor } from '../../../../../local/tests/_helpers/launcher.ts';
import { temporaryFolder } from '../../../../../local/tests/_helpers/temporary-folder.ts';
import { isSource, watchSources } from '../../../../../runner/commands/dev/watch-sources.ts';

async function watched(t: ExecutionContext) {
  const root = await temporaryFolder(t);
  await mkdir(join(root, 'function', 'lib'), { recursive: true });
  await mkdir(join(root, 'infra'));
  await writeFile(join(root, 'function', 'handler.ts'), '');
  const saves = { count: 0 };
  const end = watchSources(root, {
    onSave: () => (saves.count += 1),
    onError: (error) => t.fail(error.message),
  });
  t.teardown(end);
  const isToldOf = async (what: string, save: () => Promise<void>) => {
    const before = saves.count;
    await save();
    await waitFor(what, () => saves.count > before);
    t.pass(what);
  };
  return { root, isToldOf };
}

test('each save is told, also of a file that is renamed into its place, again and again', async (t) => {
  const { root, isToldOf } = await watched(t);
  const handler = join(root, 'function', 'handler.ts');
  for (const text of ['1', '2', '3']) {
    await isToldOf(`rename ${text}`, async () => {
      await writeFile(join(root, 'new'), text);
      await rename(join(root, 'new'), handler);
    });
  }
  await isToldOf('write', () => writeFile(handler, '4'));
  await isToldOf('routes', () => writeFile(join(root, 'infra', 'openapi.yaml'), '5'));
});

test('folders that were there, and those that come, are watched', async (t) => {
  const { root, isToldOf } = await watched(t);
  await isToldOf('old', () => writeFile(join(root, 'function', 'lib', 'a.ts'), ''));
  await isToldOf('new', async () => {
    await mkdir(join(root, 'function', 'more'));
  });
  await isToldOf('in it', () => writeFile(join(root, 'function', 'more', 'b.ts'), ''));
});

test('a folder that is taken away and made again is watched', async (t) => {
  const { root, isToldOf } = await watched(t);
  const folder = join(root, 'function', 'lib');
  await isToldOf('gone', () => rm(folder, { recursive: true }));
  await isToldOf('back', () => mkdir(folder));
  await isToldOf('in it', () => writeFile(join(folder, 'a.ts'), ''));
});

test('folders that go while they are looked at end nothing', async (t) => {
  const { root, isToldOf } = await watched(t);
  const loop = 'for i in $(seq 200); do mkdir -p a/b/c d/e/f g/h; touch a/x; rm -rf a d g; done';
  await execa('sh', ['-c', loop], { cwd: join(root, 'function') });
  await isToldOf('afterwards', () => writeFile(join(root, 'function', 'lib', 'a.ts'), ''));
});

test('what editors and npm leave beside is no source', (t) => {
  for (const name of ['handler.ts', 'template.html', 'data']) {
    t.true(isSource(name), name);
  }
  for (const name of ['node_modules', '.handler.ts.swp', 'handler.ts~', '.git', '4913']) {
    t.false(isSource(name), name);
  }
});
