import { spawnSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import {
  formatHolder,
  isDeadHere,
  parseHolder,
  thisProcess,
} from '../../../../runner/lock/lock-holder.ts';

const word = fc.stringMatching(/^[\w/-]+$/);
const holder = fc.record({ release: word, process: word, beat: fc.nat() });

/** The id of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test('a holder that is read back is the one that was written', (t) => {
  fc.assert(
    fc.property(holder, (written) => {
      t.deepEqual(parseHolder(formatHolder(written)), written);
    }),
  );
});

for (const text of [
  undefined,
  '',
  'free',
  'held by release r1',
  'held by release r1 in process a/1, beat x',
  'held by release r1 in process a/1, beat 1 or so',
  'not held by release r1 in process a/1, beat 1',
]) {
  test(`${text === undefined ? 'no description' : `"${text}"`} names nobody`, (t) => {
    t.is(parseHolder(text), undefined);
  });
}

const heldBy = (process: string) => ({ release: 'r1', process, beat: 0 });

test('this process is named the same each time, lives, and so is not dead here', (t) => {
  t.is(thisProcess(), thisProcess());
  t.regex(thisProcess(), new RegExp(`^[0-9a-f]{8}/${String(process.pid)}$`));
  t.false(isDeadHere(heldBy(thisProcess())));
});

test('a process of this machine that has ended is dead here', (t) => {
  const [machine = ''] = thisProcess().split('/');
  const pid = endedProcess();
  t.true(isDeadHere(heldBy(`${machine}/${String(pid)}`)));
});

test('of a process on another machine nobody can tell here', (t) => {
  const pid = endedProcess();
  t.false(isDeadHere(heldBy(`00000000/${String(pid)}`)));
});
