import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { readSource } from '../../../../runner/history/source.ts';

async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'source-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

test('a build of files that are not committed is told from the commit itself', async (t) => {
  const folder = await temporaryFolder(t);
  const author = ['-c', 'user.name=x', '-c', 'user.email=x@example.test'];
  await execa('git', ['init', '--quiet'], { cwd: folder });
  t.deepEqual(await readSource(folder), {}, 'nothing is committed');
  await execa('git', [...author, 'commit', '--quiet', '--allow-empty', '--message=x'], {
    cwd: folder,
  });
  const { commit = '', subject, committedAt = '' } = await readSource(folder);
  t.regex(commit, /^[0-9a-f]{12}$/);
  t.is(subject, 'x');
  t.true(Math.abs(Date.now() - Date.parse(committedAt)) < 60_000);
  await writeFile(join(folder, 'handler.ts'), '');
  t.deepEqual(await readSource(folder), { commit: `${commit}-dirty`, subject: 'x' });
});

test('outside a checkout there is no commit', async (t) => {
  t.deepEqual(await readSource(await temporaryFolder(t)), {});
});
