import { spawnSync } from 'node:child_process';
import test from 'ava';
import { isAlive } from '../../../../runner/bootstrap/is-alive.mjs';

test.serial('this process is alive, and one that has ended is not', (t) => {
  t.true(isAlive(process.pid));
  t.false(isAlive(spawnSync(process.execPath, ['--version']).pid));
});

test.serial('a process of another user is alive', (t) => {
  const kill = process.kill.bind(process);
  t.teardown(() => {
    process.kill = kill;
  });
  process.kill = () => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  };
  t.true(isAlive(4711));
});
