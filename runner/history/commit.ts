import { execa } from 'execa';
import { root } from '../root.ts';

/** @returns the first twelve digits of the checkout's commit; undefined outside a git checkout. */
export async function currentCommit(): Promise<string | undefined> {
  const { stdout, failed } = await execa('git', ['rev-parse', '--short=12', 'HEAD'], {
    cwd: root,
    reject: false,
  });
  return failed ? undefined : stdout;
}
