import test from 'ava';
import { execa } from 'execa';
import { currentCommit } from '../../../../runner/history/commit.ts';
import { root } from '../../../../runner/root.ts';

test('the commit is the one of the checkout, in twelve digits, or none outside of one', async (t) => {
  const { stdout, failed } = await execa('git', ['rev-parse', 'HEAD'], {
    cwd: root,
    reject: false,
  });
  t.is(await currentCommit(), failed ? undefined : stdout.slice(0, 12));
});
