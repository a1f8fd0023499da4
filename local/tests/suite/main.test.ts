import test from 'ava';
import { join } from 'node:path';
import { runScript } from '../_helpers/run-script.ts';
import { packageRoot } from './package-root.ts';

const main = join(import.meta.dirname, 'main.ts');

test('the last line is the count, and the status is 0 when all passed', async (t) => {
  const args = ['tests/toolchain/version.test.ts'];
  const { status, stdout } = await runScript(t, main, args, packageRoot);
  t.true(stdout.endsWith('\n6 passed, 0 failed\n'), stdout);
  t.is(status, 0);
});

test('a test file that does not exist is one failure', async (t) => {
  const { status, stdout } = await runScript(t, main, ['tests/none.test.ts'], packageRoot);
  t.true(stdout.endsWith('\n0 passed, 1 failed\n'), stdout);
  t.is(status, 1);
});
