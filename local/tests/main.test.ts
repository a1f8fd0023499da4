import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import test from 'ava';

import {
  local,
  localDir,
  printInstance,
  script,
  serverGone,
  waitFor,
} from './_helpers/launcher.ts';

test.serial('a command speaks to the embedded AWS, and the server ends after it', async (t) => {
  const dir = await localDir(t);
  const result = await local(dir, script(printInstance));
  t.is(result.exitCode, 0, result.stderr);
  t.regex(result.stdout, /^[0-9a-f-]{36}$/);
  t.is(result.stderr, '');
  await serverGone(dir);
  t.false(existsSync(join(dir, 'endpoint.json')));
});

test.serial('arguments reach the command unchanged', async (t) => {
  const dir = await localDir(t);
  const args = ['a b', '', '--', '-x', '--json', '$HOME', '"', "'"];
  const result = await local(
    dir,
    script('console.log(JSON.stringify(process.argv.slice(1)))', '--', ...args),
  );
  t.deepEqual(JSON.parse(result.stdout), args);
});

test.serial('the exit status is the command’s', async (t) => {
  const dir = await localDir(t);
  t.is((await local(dir, script('process.exitCode = 42'))).exitCode, 42);
  t.is((await local(dir, script('process.kill(process.pid, "SIGKILL")'))).exitCode, 137);
});

test.serial('SIGTERM is passed on to the command, whose status counts', async (t) => {
  const dir = await localDir(t);
  const ready = join(dir, 'ready');
  const running = local(
    dir,
    script(
      `process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000);
       require("node:fs").writeFileSync(process.argv[1], "")`,
      ready,
    ),
  );
  await waitFor('the command runs', () => existsSync(ready));
  running.kill('SIGTERM');
  t.is((await running).exitCode, 7);
});

test.serial('a command that does not exist is one sentence and status 3', async (t) => {
  const dir = await localDir(t);
  const result = await local(dir, ['no-such-command']);
  t.is(result.exitCode, 3);
  t.is(result.stderr, 'The command no-such-command is not installed, or not on PATH.');
});

test.serial(
  'a server that cannot be asked ends the command, which does not hold it any more',
  async (t) => {
    const dir = await localDir(t);
    const proxy = { HTTP_PROXY: 'http://127.0.0.1:9', NODE_USE_ENV_PROXY: '1' };
    const env = { ...proxy, NO_PROXY: '', no_proxy: '' };
    const result = await local(dir, script(printInstance), env);
    t.not(result.exitCode, 0);
    await serverGone(dir);
  },
);

test.serial('an option without a command is wrong usage', async (t) => {
  const dir = await localDir(t);
  const result = await local(dir, ['--frobnicate']);
  t.is(result.exitCode, 2);
  t.regex(result.stderr, /no option --frobnicate/);
});

test.serial('the port is chosen once and stays', async (t) => {
  const dir = await localDir(t);
  const printUrl = script('console.log(process.env.AWS_ENDPOINT_URL)');
  const first = await local(dir, printUrl);
  await serverGone(dir);
  const second = await local(dir, printUrl);
  t.regex(first.stdout, /^http:\/\/127\.0\.0\.1:2\d{4}$/);
  t.is(second.stdout, first.stdout);
});

test.serial(
  'LOCAL_AWS_PORT goes before the port that was chosen, and does not change it',
  async (t) => {
    const dir = await localDir(t);
    const printUrl = script('console.log(process.env.AWS_ENDPOINT_URL)');
    writeFileSync(join(dir, 'port'), '1\n');
    const result = await local(dir, printUrl, { LOCAL_AWS_PORT: '19321' });
    t.is(result.stdout, 'http://127.0.0.1:19321', result.stderr);
    t.is(readFileSync(join(dir, 'port'), 'utf8'), '1\n');
  },
);

test.serial('without a command it serves until it is interrupted, and says where', async (t) => {
  const dir = await localDir(t);
  const serving = local(dir, []);
  let printed = '';
  serving.stdout.on('data', (chunk) => (printed += String(chunk)));
  await waitFor('it says where', () => printed.includes('Ctrl-C'));
  const url = /http:\S+/.exec(printed)?.[0] ?? '';
  t.is((await fetch(`${url}/_local/health`)).status, 200);
  t.regex(printed, /nothing is deployed yet: npm run release/);
  serving.kill('SIGINT');
  t.is((await serving).exitCode, 0);
});
