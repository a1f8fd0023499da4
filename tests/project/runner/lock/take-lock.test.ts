import test from 'ava';
import { LockedError } from '../../../../runner/errors.ts';
import { formatHolder, parseHolder, thisProcess } from '../../../../runner/lock/lock-holder.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { eventually } from '../_eventually.ts';
import {
  acquire,
  beat,
  beatMs,
  elsewhere,
  find,
  leftBehind,
  openLockStand,
  pretendElsewhere,
  setClockForward,
  stopClock,
  tick,
} from './_lock.ts';

test.serial('the lock names its holder, and is free afterwards', async (t) => {
  const stand = await openLockStand(t);
  const lock = await acquire(stand.contender(), 'r1');
  t.is(await stand.description(), formatHolder({ release: 'r1', process: thisProcess(), beat: 0 }));
  await lock.release();
  t.is(await stand.description(), 'free');
  t.false(lock.isLost());
});

test.serial('a lock that is free is found as it is, and nothing is written', async (t) => {
  const stand = await openLockStand(t, 'free');
  stand.stack.aws.calls.clear();
  const { alias, interrupted } = await find(stand.contender());
  t.is(alias?.description, 'free');
  t.is(interrupted, undefined);
  t.deepEqual(
    stand.stack.aws.calls.list().map(({ operation }) => operation),
    ['GetAlias'],
  );
});

test.serial('a lock that was found free is taken in one call', async (t) => {
  const stand = await openLockStand(t, 'free');
  const found = await find(stand.contender());
  stand.stack.aws.calls.clear();
  const lock = await acquire(stand.contender(), 'r1', found);
  t.deepEqual(
    stand.stack.aws.calls.list().map(({ operation }) => operation),
    ['UpdateAlias'],
  );
  t.is(parseHolder(await stand.description())?.release, 'r1');
  await lock.release();
});

test.serial(
  'one that was taken and given back since it was found is looked for again',
  async (t) => {
    const stand = await openLockStand(t, 'free');
    const found = await find(stand.contender());
    const other = await acquire(stand.contender(), 'r1');
    await other.release();
    const lock = await acquire(stand.contender(), 'r2', found);
    t.is(parseHolder(await stand.description())?.release, 'r2');
    await lock.release();
  },
);

test.serial('one that was taken since it was found is not taken away', async (t) => {
  const stand = await openLockStand(t, 'free');
  const found = await find(stand.contender());
  await stand.write(formatHolder({ release: 'r1', process: elsewhere, beat: 1 }));
  stand.stack.aws.calls.clear();
  const refused = t.throwsAsync(acquire(stand.contender(), 'r2', found), {
    instanceOf: LockedError,
  });
  await eventually(t, () => stand.calls('GetAlias') >= 2, 'the lock was looked for again');
  await stand.write(formatHolder({ release: 'r1', process: elsewhere, beat: 2 }));
  await refused;
});

test.serial('before the first release there is no lock', async (t) => {
  const stand = await openLockStand(t);
  t.deepEqual(await find(stand.contender()), {
    functionName,
    alias: undefined,
    interrupted: undefined,
  });
});

test.serial('a holder on another machine lives as long as it beats', async (t) => {
  const stand = await openLockStand(t, 'free');
  stopClock(t);
  const holder = stand.contender();
  pretendElsewhere(holder);
  const lock = await acquire(holder, 'r1');
  t.is(parseHolder(await stand.description())?.process, elsewhere);

  const other = stand.contender();
  stand.stack.aws.calls.clear();
  const refusal = t.throwsAsync(acquire(other, 'r2'), {
    instanceOf: LockedError,
    message: 'Another release (r1) of greeting is running',
  });
  await eventually(t, () => stand.calls('GetAlias') > 0, 'the other has read the lock');
  await beat(t, stand, 1);
  await refusal;
  t.is(parseHolder(await stand.description())?.release, 'r1');
  t.false(lock.isLost());
  await lock.release();
});

test.serial('a holder on another machine that misses three beats is taken over', async (t) => {
  const dead = formatHolder({ release: 'dead', process: elsewhere, beat: 3 });
  const stand = await openLockStand(t, dead);
  stopClock(t);
  stand.stack.aws.calls.clear();
  let isTaken = false;
  const taking = acquire(stand.contender(), 'r1').then((lock) => {
    isTaken = true;
    return lock;
  });
  const readAgain = () => {
    const before = stand.calls('GetAlias');
    return () => stand.calls('GetAlias') >= before + 2;
  };
  await eventually(t, readAgain(), 'it waits for a beat');
  tick(3 * beatMs - 1);
  await eventually(t, readAgain(), 'it still waits');
  t.false(isTaken);
  t.is(await stand.description(), dead);
  tick(1);
  const lock = await taking;
  t.is(parseHolder(await stand.description())?.release, 'r1');
  await lock.release();
});

test.serial('a clock that is set forward declares no holder dead', async (t) => {
  const beatOfHolder = (beat: number) => formatHolder({ release: 'r1', process: elsewhere, beat });
  const stand = await openLockStand(t, beatOfHolder(1));
  stand.stack.aws.calls.clear();
  const refused = t.throwsAsync(acquire(stand.contender(), 'r2'), { instanceOf: LockedError });
  await eventually(t, () => stand.calls('GetAlias') >= 2, 'it waits for a beat');
  setClockForward(t);
  const before = stand.calls('GetAlias');
  await eventually(t, () => stand.calls('GetAlias') >= before + 2, 'it still waits');
  await stand.write(beatOfHolder(2));
  await refused;
});

test.serial('a holder that was killed on this machine is taken over at once', async (t) => {
  const stand = await openLockStand(t, leftBehind('killed'));
  stopClock(t);
  const contender = stand.contender();
  t.is((await find(contender)).interrupted, 'killed');
  const lock = await acquire(contender, 'r1');
  t.is(parseHolder(await stand.description())?.release, 'r1');
  await lock.release();
});

for (const [title, description] of [
  ['does not exist yet', undefined],
  ['is free', 'free'],
] as const) {
  test.serial(`of two that take a lock that ${title}, one is refused`, async (t) => {
    const stand = await openLockStand(t, description);
    // The answers come late, so that both have read the lock before one of them writes.
    stand.stack.aws.faults.replace([{ operation: 'GetAlias', kind: 'delay', delayMs: 100 }]);
    const results = await Promise.allSettled(
      ['r1', 'r2'].map((release) => acquire(stand.contender(), release)),
    );
    stand.stack.aws.faults.clear();
    const [won] = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const lost = results.flatMap((each): unknown[] =>
      each.status === 'rejected' ? [each.reason] : [],
    );
    t.is(lost.length, 1);
    t.true(lost[0] instanceof LockedError, String(lost[0]));
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    t.is(parseHolder(await stand.description())?.release, ['r1', 'r2'][winner]);
    await won?.release();
  });

  test.serial(`a lock that ${title} is taken although the answer is lost`, async (t) => {
    const stand = await openLockStand(t, description);
    const operation = description === undefined ? 'CreateAlias' : 'UpdateAlias';
    stand.stack.aws.faults.replace([{ operation, call: 1, kind: 'dropAfter' }]);
    const lock = await acquire(stand.contender(), 'r1');
    t.true(stand.calls(operation) >= 2, 'it was tried again');
    t.is(parseHolder(await stand.description())?.release, 'r1');
    await lock.release();
  });
}

test.serial('who waits for a beat can be stopped', async (t) => {
  const held = formatHolder({ release: 'r1', process: elsewhere, beat: 0 });
  const stand = await openLockStand(t, held);
  const contender = stand.contender();
  const waiting = t.throwsAsync(find(contender), { name: 'AbortError' });
  contender.stop.abort();
  await waiting;
});
