import test, { type ExecutionContext } from 'ava';
import { LockedError } from '../../../../runner/errors.ts';
import { formatHolder, parseHolder, thisProcess } from '../../../../runner/lock/lock-holder.ts';
import {
  acquireLock,
  findFreeLock,
  type FreeLock,
  type ReleaseLock,
} from '../../../../runner/lock/release-lock.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { eventually } from '../_eventually.ts';
import {
  countSent,
  elsewhere,
  leftBehind,
  openLockStand,
  passTime,
  pretendElsewhere,
  stopClock,
  tick,
  type Contender,
  type LockStand,
} from './_lock.ts';

const beatMs = 5_000;

function acquire(
  { lambda, stop, reads }: Contender,
  release: string,
  found?: FreeLock,
): Promise<ReleaseLock> {
  return acquireLock(lambda, functionName, release, stop, { reads, found });
}

function find({ lambda, stop, reads }: Contender) {
  return findFreeLock(lambda, functionName, stop.signal, reads);
}

async function beatOf({ description }: LockStand): Promise<number | undefined> {
  return parseHolder(await description())?.beat;
}

/** Lets time go on until a beat is written. */
async function beat(t: ExecutionContext, stand: LockStand, expected: number): Promise<void> {
  tick(beatMs);
  let tickedAt = performance.now();
  const isWritten = async () => {
    // The holder may not have heard of the beat before when it looked whether this one is due.
    if (performance.now() - tickedAt > 500) {
      tickedAt = performance.now();
      tick(1_000);
    }
    return (await beatOf(stand)) === expected;
  };
  await eventually(t, isWritten, `beat ${String(expected)} is written`);
}

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
  await eventually(t, async () => (await beatOf(stand)) === 2, 'the next one is written');
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
  await eventually(t, async () => (await beatOf(stand)) === 2, 'the next one is written');
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
    tick(1_000);
    t.true(contender.stop.signal.aborted, '3 s before it may be taken over');
    t.regex((contender.stop.signal.reason as Error).message, /^AWS cannot be reached/);
    t.false(lock.isLost());

    stand.stack.aws.faults.clear();
    await t.notThrowsAsync(lock.hold());
    t.is(parseHolder(await stand.description())?.release, 'r1', 'held again');
    await lock.release();
  },
);

test.serial('a lock that was taken over cannot be held again', async (t) => {
  const stand = await openLockStand(t);
  stopClock(t);
  const contender = stand.contender();
  const lock = await acquire(contender, 'r1');
  stand.stack.aws.faults.replace([{ operation: 'UpdateAlias', kind: 'dropBefore' }]);
  tick(beatMs);
  stand.stack.aws.faults.clear();
  passTime(15_000);
  await stand.write(formatHolder({ release: 'r2', process: elsewhere, beat: 0 }));
  await t.throwsAsync(lock.hold(), { instanceOf: LockedError });
  t.true(lock.isLost());
});

/** How old answers of AWS may be, in seconds. */
const read = 10;
/** As many answers as it takes until they are true. */
const oldAnswers = (read * 1000) / 500;

/** A lock whose content was another one until just now, as AWS may go on to answer. */
async function openAfter(
  t: ExecutionContext,
  { before, now }: { readonly before: string; readonly now: readonly string[] },
): Promise<LockStand> {
  const stand = await openLockStand(t, before, { read });
  stand.stack.aws.lag.pass(read);
  for (const description of now) {
    await stand.write(description);
  }
  return stand;
}

test.serial('who was killed just now is taken over though AWS says it is free', async (t) => {
  const stand = await openAfter(t, { before: 'free', now: [leftBehind('killed')] });
  const lock = await acquire(stand.contender(), 'r1');
  t.is(parseHolder(await stand.description())?.release, 'r1');
  await lock.release();
});

test.serial('who gave the lock back just now is not running though AWS says so', async (t) => {
  const held = formatHolder({ release: 'r1', process: elsewhere, beat: 3 });
  const stand = await openAfter(t, { before: held, now: ['free'] });
  t.is((await find(stand.contender())).interrupted, undefined);
  const lock = await acquire(stand.contender(), 'r2');
  await lock.release();
});

test.serial('old answers about who was killed elsewhere are no beats', async (t) => {
  const [first = '', ...later] = [1, 2, 3].map((number) =>
    formatHolder({ release: 'killed', process: elsewhere, beat: number }),
  );
  const stand = await openAfter(t, { before: first, now: later });
  stopClock(t);
  const before = stand.calls('GetAlias');
  const finding = find(stand.contender());
  const isWatching = () => stand.calls('GetAlias') >= before + oldAnswers + 3;
  await eventually(t, isWatching, 'it waits for a beat');
  tick(3 * beatMs);
  t.is((await finding).interrupted, 'killed');
});

test.serial('who took the lock just now is found running though AWS says it is free', async (t) => {
  const stand = await openAfter(t, { before: 'free', now: [] });
  stopClock(t);
  const holder = stand.contender();
  pretendElsewhere(holder);
  const lock = await acquire(holder, 'r1');
  let isRefused = false;
  const refusal = t
    .throwsAsync(acquire(stand.contender(), 'r2'), {
      instanceOf: LockedError,
      message: /^Another release .*of greeting is running$/,
    })
    .then(() => {
      isRefused = true;
    });
  const goOn = async () => {
    tick(beatMs);
    await stand.description();
    return isRefused;
  };
  await eventually(t, goOn, 'the other is refused while this one beats');
  await refusal;
  t.false(lock.isLost());
  await lock.release();
});

test.serial('who waits for a beat can be stopped', async (t) => {
  const held = formatHolder({ release: 'r1', process: elsewhere, beat: 0 });
  const stand = await openLockStand(t, held);
  const contender = stand.contender();
  const waiting = t.throwsAsync(find(contender), { name: 'AbortError' });
  contender.stop.abort();
  await waiting;
});
