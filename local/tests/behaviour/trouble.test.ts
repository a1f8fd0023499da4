import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import test from 'ava';

import {
  go,
  local,
  localDir,
  script,
  serverGone,
  started,
  waitingScript,
} from '../_helpers/launcher.ts';

const never = script('console.log("the command ran")');

test.serial('a port that another program has is one sentence and status 3', async (t) => {
  const dir = await localDir(t);
  const other = createServer();
  t.teardown(() => other.close());
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
  writeFileSync(join(dir, 'port'), `${String(port)}\n`);
  const result = await local(dir, never);
  t.is(result.exitCode, 3);
  t.is(result.stdout, '');
  t.regex(result.stderr, new RegExp(`^Port ${String(port)}, .* LOCAL_AWS_PORT\\.$`));
  t.is(readFileSync(join(dir, 'port'), 'utf8'), `${String(port)}\n`);
});

test.serial('a corrupt state file is one sentence and status 3, and stays as it is', async (t) => {
  const dir = await localDir(t);
  const file = join(dir, 'state', '000000000000-eu-west-1.json');
  mkdirSync(join(dir, 'state'));
  writeFileSync(file, '{"format":1,');
  const result = await local(dir, never);
  t.is(result.exitCode, 3);
  t.is(result.stdout, '');
  t.false(result.stderr.includes('\n'));
  t.true(result.stderr.includes(file));
  t.regex(result.stderr, /npm run local -- reset/);
  t.is(readFileSync(file, 'utf8'), '{"format":1,');
});

test.serial('reset forgets the state, also a corrupt one, and keeps the port', async (t) => {
  const dir = await localDir(t);
  mkdirSync(join(dir, 'state'));
  mkdirSync(join(dir, 'pulumi', '.pulumi'), { recursive: true });
  writeFileSync(join(dir, 'port'), '23456\n');
  writeFileSync(join(dir, 'state', '000000000000-eu-west-1.json'), 'broken');
  const result = await local(dir, ['reset']);
  t.is(result.exitCode, 0, result.stderr);
  t.false(existsSync(join(dir, 'state', '000000000000-eu-west-1.json')));
  t.false(existsSync(join(dir, 'pulumi')));
  t.is(readFileSync(join(dir, 'port'), 'utf8'), '23456\n');
});

test.serial('reset while a command runs is refused, and forgets nothing', async (t) => {
  const dir = await localDir(t);
  const running = local(dir, waitingScript(dir));
  await started(dir);
  writeFileSync(join(dir, 'state', 'kept'), '');
  const result = await local(dir, ['reset']);
  go(dir);
  await running;
  t.is(result.exitCode, 3);
  t.regex(
    result.stderr,
    /A command is using the embedded AWS.*then run npm run local -- reset again\.$/,
  );
  t.true(existsSync(join(dir, 'state', 'kept')));
});

test.serial(
  'reset right after a command does not wait for the server to end by itself',
  async (t) => {
    const dir = await localDir(t);
    await local(dir, script(''), { LOCAL_AWS_LINGER_MS: '3600000' });
    const result = await local(dir, ['reset']);
    t.is(result.exitCode, 0, result.stderr);
    await serverGone(dir);
    t.pass();
  },
);
