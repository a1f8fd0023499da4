import test, { type ExecutionContext } from 'ava';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runCheck } from './checks.ts';
import { projectRoot } from './project-root.ts';

interface Ended {
  readonly status: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of this folder's parent on a machine that has a Pulumi CLI. */
function runScript(t: ExecutionContext, script: string, args: readonly string[]): Promise<Ended> {
  const home = mkdtempSync(join(tmpdir(), 'commands-'));
  t.teardown(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  for (const name of ['pulumi', 'pulumi-language-nodejs']) {
    writeFileSync(join(home, name), '#!/bin/sh\necho v3.259.0\n');
    chmodSync(join(home, name), 0o755);
  }
  const PATH = [home, process.env.PATH].join(delimiter);
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, PATH };
  const file = join(projectRoot, 'tests', 'project', script);
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, env };
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

test('the last line of npm test is the count, and the status is 0 when all passed', async (t) => {
  const args = ['tests/project/toolchain/version.test.ts'];
  const { status, stdout } = await runScript(t, 'main.ts', args);
  t.true(stdout.endsWith('\n6 passed, 0 failed\n'), stdout);
  t.is(status, 0);
});

test('a test file that does not exist is one failure', async (t) => {
  const { status, stdout } = await runScript(t, 'main.ts', ['tests/project/none.test.ts']);
  t.true(stdout.endsWith('\n0 passed, 1 failed\n'), stdout);
  t.is(status, 1);
});

for (const args of [['--endpoint', 'nonsense'], ['--endpoint', 'ftp://x'], ['--other'], ['x']]) {
  test(`test:conformance ${args.join(' ')} is wrong usage`, async (t) => {
    const { status, stderr } = await runScript(t, 'conformance.ts', args);
    t.is(status, 2);
    t.regex(stderr, /\nUsage: /);
  });
}

test('a check that fails has what the tool said', async (t) => {
  const result = await runCheck({ title: 'format', command: ['prettier', '--check', 'none.ts'] });
  t.false(result.passed);
  t.regex(result.output, /none\.ts/);
});

test('a check that passes is passed', async (t) => {
  t.true((await runCheck({ title: 'x', command: ['prettier', '--version'] })).passed);
});

test('a tool that is not there is a failed check', async (t) => {
  const result = await runCheck({ title: 'x', command: ['no-such-tool'] });
  t.false(result.passed);
  t.regex(result.output, /ENOENT/);
});
