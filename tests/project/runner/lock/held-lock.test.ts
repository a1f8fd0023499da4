import { mock } from 'node:test';
import test, { type ExecutionContext } from 'ava';
import { EnvironmentError, LockedError } from '../../../../runner/errors.ts';
import { formatHolder, parseHolder } from '../../../../runner/lock/lock-holder.ts';
import { eventually } from '../_eventually.ts';
import {
  acquire,
  beat,
  beatMs,
  beatOf,
  countSent,
  elsewhere,
  openLockStand,
  passTime,
  stopClock,
  tick,
  untilBeat,
  type LockStand,
} from './_lock.ts';

test.serial('beats are written while the lock is held, and none afterwards', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const sent = countSent(contender);
  const lock = await acquire(contender, 'r1');
  for (const expected of [1, 2, 3]) {
    await beat(t, stand, expected);
  }
  await lock.release();
  const sentBefore = sent();
  tick(10 * beatMs);
  t.is(await stand.description(), 'free');
  t.is(sent(), sentBefore);
});

test.serial('a lock that somebody took away stops the release, and stays with them', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  const theirs = formatHolder({ release: 'r2', process: elsewhere, beat: 0 });
  await stand.write(theirs);
  t.false(contender.stop.signal.aborted);

  tick(beatMs);
  await eventually(t, () => contender.stop.signal.aborted, 'the release is stopped');
  const reason: unknown = contender.stop.signal.reason;
  t.true(reason instanceof LockedError);
  t.true(lock.isLost());
  t.deepEqual([lock.lease.isOver(), lock.lease.signal.aborted], [true, true]);
  await lock.release();
  t.is(await stand.description(), theirs);
});

/** Lets time go on until a beat was tried, and failed. */
async function failedBeat(t: ExecutionContext, stand: LockStand, ms: number): Promise<void> {
  const before = stand.calls('UpdateAlias');
  tick(ms);
  // As many attempts as the clients of a test make.
  await eventually(t, () => stand.calls('UpdateAlias') >= before + 3, 'the beat was given up');
}

test.serial('a beat that fails is tried again, and the release goes on', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  stand.stack.aws.faults.replace([{ operation: 'UpdateAlias', kind: 'expire' }]);
  const before = stand.calls('UpdateAlias');
  tick(beatMs);
  await eventually(t, () => stand.calls('UpdateAlias') > before, 'a beat was refused');
  stand.stack.aws.faults.clear();
  tick(1_000);
  await untilBeat(t, stand, 2);
  t.false(contender.stop.signal.aborted);
  await lock.release();
  t.is(await stand.description(), 'free');
});

test.serial('a beat whose answer is lost for good is our own when it is read', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  const operation = 'UpdateAlias';
  stand.stack.aws.faults.replace([
    { operation, call: 1, kind: 'dropAfter' },
    { operation, call: 2, kind: 'dropBefore' },
    { operation, call: 3, kind: 'dropBefore' },
  ]);
  await failedBeat(t, stand, beatMs);
  t.is(await beatOf(stand), 1);
  tick(1_000);
  await untilBeat(t, stand, 2);
  t.false(contender.stop.signal.aborted);
  t.false(lock.isLost());
  await lock.release();
});

test.serial(
  'a holder that cannot renew the lock stops before another may take it over',
  async (t) => {
    const stand = await openLockStand(t);
    stopClock(t);
    const contender = stand.contender();
    const lock = await acquire(contender, 'r1');
    stand.stack.aws.faults.replace([{ operation: 'UpdateAlias', kind: 'dropBefore' }]);
    await failedBeat(t, stand, beatMs);
    tick(6_999);
    t.false(contender.stop.signal.aborted, 'a millisecond before the end of the lease');
    const { signal } = lock.lease;
    t.deepEqual([lock.lease.isOver(), signal.aborted], [false, false]);
    tick(1_000);
    t.deepEqual([lock.lease.isOver(), signal.aborted], [true, true]);
    t.true(contender.stop.signal.aborted, '3 s before it may be taken over');
    t.regex((contender.stop.signal.reason as Error).message, /^AWS cannot be reached/);
    t.false(lock.isLost());

    stand.stack.aws.faults.clear();
    await t.notThrowsAsync(lock.hold());
    t.is(parseHolder(await stand.description())?.release, 'r1', 'held again');
    t.deepEqual([lock.lease.isOver(), lock.lease.signal.aborted], [false, false]);
    await lock.release();
  },
);

test.serial('a process that stood still stops, says so, and can hold the lock again', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  await beat(t, stand, 1);
  passTime(60_000);
  tick(1_000);
  const reason: unknown = contender.stop.signal.reason;
  t.true(reason instanceof EnvironmentError);
  t.regex((reason as Error).message, /^This process stood still for 61 s, as on a machine/);
  await t.notThrowsAsync(lock.hold());
  await lock.release();
  t.is(await stand.description(), 'free');
});

test.serial('it says so also when a beat was under way as it stood still', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  tick(beatMs);
  passTime(60_000);
  tick(1_000);
  t.regex((contender.stop.signal.reason as Error).message, /^This process stood still for 61 s/);
  await lock.release();
});

test.serial('a clock that is set back keeps no beat from being written', async (t) => {
  const stand = await openLockStand(t);
  const lock = await acquire(stand.contender(), 'r1');
  mock.timers.enable({ apis: ['Date'], now: Date.now() - 60_000 });
  t.teardown(() => {
    mock.timers.reset();
  });
  await eventually(t, async () => (await beatOf(stand)) === 1, 'a beat is written');
  await lock.release();
});

test.serial('a lock that was taken over cannot be held again', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  stand.stack.aws.faults.replace([{ operation: 'UpdateAlias', kind: 'dropBefore' }]);
  await failedBeat(t, stand, beatMs);
  stand.stack.aws.faults.clear();
  passTime(15_000);
  await stand.write(formatHolder({ release: 'r2', process: elsewhere, beat: 0 }));
  await t.throwsAsync(lock.hold(), { instanceOf: LockedError });
  t.true(lock.isLost());
});
