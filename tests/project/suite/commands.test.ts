import test from 'ava';
import { join } from 'node:path';
import { runScript } from '../../../local/tests/_helpers/run-script.ts';
import { runCheck } from './checks.ts';
import { projectRoot } from './project-root.ts';

const main = join(projectRoot, 'tests', 'project', 'main.ts');
const missing = 'tests/project/none.test.ts';

test('the last line of npm test is the count, and the status is 0 when all passed', async (t) => {
  const args = ['tests/project/function/prove-pair.test.ts'];
  const { status, stdout } = await runScript(t, main, args, projectRoot);
  t.true(stdout.endsWith('\n5 passed, 0 failed\n'), stdout);
  t.is(status, 0);
});

test('a test file that does not exist is one failure', async (t) => {
  const { status, stdout } = await runScript(t, main, [missing], projectRoot);
  t.true(stdout.endsWith('\n0 passed, 1 failed\n'), stdout);
  t.is(status, 1);
});

test('a check that fails has what the tool said', async (t) => {
  const result = await runCheck({ title: 'format', command: ['oxfmt', '--check', 'none.ts'] });
  t.false(result.passed);
  t.regex(result.output, /Expected at least one target file/);
});

test('a check that passes is passed', async (t) => {
  t.true((await runCheck({ title: 'x', command: ['oxfmt', '--version'] })).passed);
});

test('a tool that is not there is a failed check', async (t) => {
  const result = await runCheck({ title: 'x', command: ['no-such-tool'] });
  t.false(result.passed);
  t.regex(result.output, /ENOENT/);
});
