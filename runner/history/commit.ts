import { execa } from 'execa';
import { root } from '../root.ts';

const dirty = '-dirty';

/**
 * The first twelve digits of the checkout's commit, with `-dirty` where the files are not what was
 * committed; undefined outside a git checkout.
 *
 * @param folder of the checkout.
 */
export async function currentCommit(folder = root): Promise<string | undefined> {
  const git = (...args: readonly string[]) => execa('git', args, { cwd: folder, reject: false });
  const [commit, changes] = await Promise.all([
    git('rev-parse', '--short=12', 'HEAD'),
    git('status', '--porcelain'),
  ]);
  if (commit.failed || changes.failed) {
    return undefined;
  }
  return changes.stdout === '' ? commit.stdout : `${commit.stdout}${dirty}`;
}

/**
 * When the checkout's commit was made; undefined outside a git checkout, and where the files are not what
 * was committed: what is released then was made at no time that git knows.
 */
export async function currentCommitTime(folder = root): Promise<string | undefined> {
  const commit = await currentCommit(folder);
  if (commit === undefined || commit.endsWith(dirty)) {
    return undefined;
  }
  const { stdout } = await execa('git', ['show', '--no-patch', '--format=%ct', 'HEAD'], {
    cwd: folder,
  });
  return new Date(Number(stdout) * 1000).toISOString();
}

/** What a checkout is at, for people. */
interface Source {
  /** As {@link currentCommit} tells it. */
  readonly commit?: string;
  /** The first line of the commit's message. */
  readonly subject?: string;
}

/** @param folder of the checkout. */
export async function currentSource(folder = root): Promise<Source> {
  const [commit, log] = await Promise.all([
    currentCommit(folder),
    execa('git', ['log', '-1', '--format=%s'], { cwd: folder, reject: false }),
  ]);
  return commit === undefined ? {} : { commit, ...(!log.failed && { subject: log.stdout }) };
}
