import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import { root } from '../../../runner/root.ts';

test('npm run pictures has no options: with any it makes no picture', (t) => {
  const args = [join(root, 'docs', 'pictures', 'make.ts'), '--help'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  t.is(status, 2, stderr);
  t.is(
    stderr,
    'npm run pictures takes no arguments, and there is --help. Next: npm run pictures\n',
  );
});
