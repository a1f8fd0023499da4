import test from 'ava';
import { formatHolder, parseHolder } from '../../../../runner/lock/lock-holder.ts';
import { readLockState } from '../../../../runner/lock/lock-state.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { eventually } from '../_eventually.ts';
import { elsewhere, leftBehind, openLockStand, stopClock, tick, type LockStand } from './_lock.ts';

function read({ contender }: LockStand) {
  const { lambda, stop } = contender();
  return readLockState(lambda, functionName, stop.signal);
}

const held = (beat: number) => formatHolder({ release: 'r1', process: elsewhere, beat });

for (const [title, description] of [
  ['there is none yet', undefined],
  ['a release gave it back', 'free'],
  ['a person wrote something into it', 'hands off!'],
] as const) {
  test.serial(`the lock is free when ${title}`, async (t) => {
    t.deepEqual(await read(await openLockStand(t, description)), { kind: 'free' });
  });
}

test.serial(
  'a release that was killed on this machine is interrupted, which is told at once',
  async (t) => {
    const stand = await openLockStand(t, leftBehind('r1'));
    stopClock(t);
    t.deepEqual(await read(stand), { kind: 'interrupted', release: 'r1' });
  },
);

test.serial('a release elsewhere whose lock beats is running', async (t) => {
  const stand = await openLockStand(t, held(1));
  stand.stack.aws.calls.clear();
  const state = read(stand);
  await eventually(t, () => stand.calls('GetAlias') >= 2, 'it has read the lock twice');
  await stand.write(held(2));
  t.deepEqual(await state, { kind: 'running', release: 'r1' });
});

test.serial('a release elsewhere whose lock does not beat is interrupted', async (t) => {
  const stand = await openLockStand(t, held(1));
  stopClock(t);
  stand.stack.aws.calls.clear();
  const state = read(stand);
  await eventually(t, () => stand.calls('GetAlias') >= 3, 'it waits for a beat');
  tick(15_000);
  t.deepEqual(await state, { kind: 'interrupted', release: 'r1' });
  t.is(parseHolder(await stand.description())?.release, 'r1', 'nothing was written');
});

test.serial('what AWS refuses for another reason is an error', async (t) => {
  const stand = await openLockStand(t, held(1));
  stand.stack.aws.faults.replace([{ operation: 'GetAlias', kind: 'fail' }]);
  await t.throwsAsync(read(stand), { name: 'ServiceException' });
});
