import test from 'ava';

import {
  go,
  killServer,
  local,
  localDir,
  printInstance,
  script,
  serverGone,
  started,
  waitingScript,
} from '../_helpers/launcher.ts';

test.serial('commands that overlap share one server, which outlives the first', async (t) => {
  const dir = await localDir(t);
  const long = local(dir, waitingScript(dir, printInstance));
  await started(dir);
  const short = await local(dir, script(printInstance));
  go(dir);
  const result = await long;
  t.is(result.exitCode, 0, result.stderr);
  t.is(result.stdout, short.stdout);
  await serverGone(dir);
  t.pass();
});

test.serial('commands that start at once all get the same server', async (t) => {
  const dir = await localDir(t);
  const results = await Promise.all(
    Array.from({ length: 4 }, () =>
      local(dir, script(printInstance), { LOCAL_AWS_LINGER_MS: '5000' }),
    ),
  );
  const instances = results.map(({ stdout }) => stdout);
  t.regex(instances[0] ?? '', /^[0-9a-f-]{36}$/);
  t.is(new Set(instances).size, 1);
});

test.serial('a command that starts while the server is about to end is served', async (t) => {
  const dir = await localDir(t);
  for (const lingerMs of [0, 40, 80, 120]) {
    const env = { LOCAL_AWS_LINGER_MS: String(lingerMs) };
    const result = await local(dir, script(printInstance), env);
    t.is(result.exitCode, 0, result.stderr);
    t.regex(result.stdout, /^[0-9a-f-]{36}$/);
  }
});

test.serial('a launcher that is killed leaves no server running', async (t) => {
  const dir = await localDir(t);
  const command = local(dir, waitingScript(dir));
  await started(dir);
  command.kill('SIGKILL');
  await serverGone(dir);
  go(dir);
  t.is((await command).signal, 'SIGKILL');
});

test.serial('a server that is killed is started again for the commands that need it', async (t) => {
  const dir = await localDir(t);
  const command = local(dir, waitingScript(dir, printInstance));
  await started(dir);
  const before = await local(dir, script(printInstance));
  killServer(dir);
  const after = await local(dir, script(printInstance));
  go(dir);
  const result = await command;
  t.is(result.stdout, after.stdout);
  t.not(after.stdout, before.stdout);
  t.regex(result.stderr, /ended unexpectedly; starting it again/);
});
