import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EnvironmentError, UsageError } from '../runner/errors.ts';
import { shellCommand } from '../runner/report/message.ts';
import { advise } from '../runner/report/next.ts';
import { recordFile } from './record.ts';

/** A version of this project, to be taken over. */
interface Source {
  readonly folder: string;
  readonly close: () => void;
}

/** What every version has that `upgrade` can take. */
const marks = ['adopt/ownership.ts', 'runner/start.mjs', 'CHANGELOG.md'];

/**
 * @param from a folder, or what `git clone` takes.
 * @throws {UsageError} when that is no version of this project as it was published.
 * @throws {EnvironmentError} when it cannot be cloned.
 */
export function openSource(from: string): Source {
  if (existsSync(from)) {
    const folder = resolve(from);
    verify(folder, from);
    return { folder, close: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    clone(from, folder);
    verify(folder, from);
    return { folder, close };
  } catch (error) {
    close();
    throw error;
  }
}

function clone(from: string, folder: string): void {
  try {
    execFileSync('git', ['clone', '--quiet', '--depth', '1', '--', from, folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new EnvironmentError(
      `${from} is no folder, and git cannot clone it: ${said}`,
      advise({ shell: shellCommand('upgrade', ['--from', '../newer-version']) }),
      { cause: error, resource: 'option --from' },
    );
  }
}

function verify(folder: string, from: string): void {
  const isPublished =
    marks.every((file) => existsSync(join(folder, file))) && !existsSync(join(folder, recordFile));
  if (!isPublished) {
    throw new UsageError(
      `${from} is no version of this project as it was published`,
      { text: 'name a clone of it in which npm run init was not run' },
      { resource: 'option --from' },
    );
  }
}

/**
 * Refuses to write over what git could not give back.
 *
 * @throws {UsageError} when something is not committed, or there is no repository.
 */
export function verifyClean(root: string): void {
  let status: string;
  try {
    status = execFileSync('git', ['status', '--porcelain'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
  } catch (error) {
    throw new UsageError(
      'This project is in no git repository, which an upgrade could be taken back with',
      advise({ shell: 'git init && git add --all && git commit' }),
      { cause: error },
    );
  }
  if (status !== '') {
    throw new UsageError(
      'There are changes here that are not committed, and nothing was replaced',
      advise({ shell: 'git stash --include-untracked' }, 'commit them, or'),
    );
  }
}
