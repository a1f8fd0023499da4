import { execa } from 'execa';
import { root } from '../root.ts';

/** What a checkout is at. */
export interface Source {
  /** The first twelve digits of the commit, with `-dirty` where the files are not what was committed. */
  readonly commit?: string;
  /** The first line of the commit's message. */
  readonly subject?: string;
  /**
   * When the commit was made, an ISO time; left out where the files are not what was committed: what is released
   * then was made at no time that git knows.
   */
  readonly committedAt?: string;
}

/**
 * Asks git what a checkout is at. In a large one that takes a while, so a run asks once.
 *
 * @param folder of the checkout.
 * @returns nothing of it outside a git checkout.
 */
export async function readSource(folder = root): Promise<Source> {
  const git = (...args: readonly string[]) => execa('git', args, { cwd: folder, reject: false });
  const [log, changes] = await Promise.all([
    git('log', '-1', '--no-show-signature', '--format=%H%n%ct%n%s'),
    git('status', '--porcelain'),
  ]);
  if (log.failed || changes.failed) {
    return {};
  }
  const [hash = '', seconds, subject = ''] = log.stdout.split('\n');
  const commit = hash.slice(0, 12);
  return changes.stdout === ''
    ? { commit, subject, committedAt: new Date(Number(seconds) * 1000).toISOString() }
    : { commit: `${commit}-dirty`, subject };
}
