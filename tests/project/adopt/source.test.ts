import test from 'ava';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSource, verifyClean } from '../../../adopt/source.ts';
import { EnvironmentError, UsageError } from '../../../runner/errors.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd });

function publish(root: string): void {
  for (const folder of ['adopt', 'runner']) {
    mkdirSync(join(root, folder));
  }
  for (const file of ['adopt/ownership.ts', 'runner/start.mjs', 'CHANGELOG.md']) {
    writeFileSync(join(root, file), '');
  }
}

test('what is not committed is not written over', async (t) => {
  const root = await temporaryFolder(t, 'project ');
  t.throws(() => verifyClean(root), { instanceOf: UsageError, message: /in no git repository/ });
  git(root, 'init', '--quiet');
  t.notThrows(() => verifyClean(root));
  writeFileSync(join(root, 'a'), '');
  t.throws(() => verifyClean(root), { instanceOf: UsageError, message: /not committed/ });
  git(root, 'add', 'a');
  git(root, 'commit', '--quiet', '--message', 'a');
  t.notThrows(() => verifyClean(root));
});

test('a folder is taken as it is, a URL is cloned, and the clone goes', async (t) => {
  const root = await temporaryFolder(t, 'version ');
  publish(root);
  t.is(openSource(root).folder, root);
  git(root, 'init', '--quiet');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', 'a');
  const { folder, close } = openSource(pathToFileURL(root).href);
  t.true(existsSync(join(folder, 'adopt/ownership.ts')));
  close();
  t.false(existsSync(folder));
});

test('what is no version as it was published is refused', async (t) => {
  const root = await temporaryFolder(t, 'version ');
  t.throws(() => openSource(root), { instanceOf: UsageError });
  publish(root);
  writeFileSync(join(root, 'adopt/record.json'), '{}');
  t.throws(() => openSource(root), { instanceOf: UsageError, message: /as it was published/ });
  t.throws(() => openSource(join(root, 'nothing here')), { instanceOf: EnvironmentError });
});
