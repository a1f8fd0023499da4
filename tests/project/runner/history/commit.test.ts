import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import {
  currentCommit,
  currentCommitTime,
  currentSource,
} from '../../../../runner/history/commit.ts';

async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'commit-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

test('a build of files that are not committed is told from the commit itself', async (t) => {
  const folder = await temporaryFolder(t);
  const author = ['-c', 'user.name=x', '-c', 'user.email=x@example.test'];
  await execa('git', ['init', '--quiet'], { cwd: folder });
  await execa('git', [...author, 'commit', '--quiet', '--allow-empty', '--message=x'], {
    cwd: folder,
  });
  const commit = await currentCommit(folder);
  t.regex(commit ?? '', /^[0-9a-f]{12}$/);
  const madeMs = Date.parse((await currentCommitTime(folder)) ?? '');
  t.true(Math.abs(Date.now() - madeMs) < 60_000);
  await writeFile(join(folder, 'handler.ts'), '');
  t.is(await currentCommit(folder), `${commit ?? ''}-dirty`);
  t.deepEqual(await currentSource(folder), { commit: `${commit ?? ''}-dirty`, subject: 'x' });
  t.is(await currentCommitTime(folder), undefined);
});

test('outside a checkout there is no commit', async (t) => {
  const folder = await temporaryFolder(t);
  t.is(await currentCommit(folder), undefined);
  t.deepEqual(await currentSource(folder), {});
  t.is(await currentCommitTime(folder), undefined);
});
