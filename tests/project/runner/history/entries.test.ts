import test, { type ExecutionContext } from 'ava';
import { readHistory } from '../../../../runner/history/entries.ts';
import { ReleaseLog, type Ended } from '../../../../runner/history/release-log.ts';
import { formatHolder } from '../../../../runner/lock/lock-holder.ts';
import { createContext } from '../../behaviour/release/_release.ts';
import { functionName } from '../../behaviour/release/_stack.ts';
import { eventually } from '../_eventually.ts';
import { elsewhere, leftBehind, openLockStand } from '../lock/_lock.ts';

/** A history in which each release has begun, and some have ended. */
async function openHistory(
  t: ExecutionContext,
  releases: Readonly<Record<string, Partial<Ended> | undefined>>,
  lock?: string,
) {
  const stand = await openLockStand(t, lock);
  const bundle = { zip: Buffer.alloc(0), codeSha256: '' };
  const { clients } = createContext(t, stand.stack, { bundle });
  for (const [release, end] of Object.entries(releases)) {
    const log = new ReleaseLog(clients.logs, functionName, (text) => t.fail(text));
    log.started(() =>
      Promise.resolve({ release, kind: 'release', who: 'arn:me', commit: 'abc', approves: 'prod' }),
    );
    if (end === undefined) {
      const isWritten = async () =>
        (await readHistory(clients, functionName, 1))[0]?.release === release;
      await eventually(t, isWritten, `${release} has begun`);
    } else {
      const common = { release, outcome: 'released', status: 0, targets: [], putBack: [] };
      await log.ended({ ...common, ...end });
    }
  }
  return { stand, read: (limit = 100) => readHistory(clients, functionName, limit) };
}

test('a release that ended is told with all that it said, and the lock is not asked', async (t) => {
  const { read, stand } = await openHistory(t, {
    r1: {
      version: '7',
      deployment: 'new',
      codeSha256: 'hash=',
      targets: ['stage'],
      putBack: ['prod'],
      outcome: 'red',
      ignoredAlarms: ['orders-lost'],
      skipped: [],
    },
  });
  stand.stack.aws.calls.clear();
  const [entry] = await read();
  for (const time of [entry?.at, entry?.endedAt]) {
    t.regex(time ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  }
  t.deepEqual(
    { ...entry, at: '', endedAt: '' },
    {
      at: '',
      endedAt: '',
      committedAt: undefined,
      release: 'r1',
      kind: 'release',
      commit: 'abc',
      who: 'arn:me',
      approves: 'prod',
      version: '7',
      deployment: 'new',
      codeSha256: 'hash=',
      targets: ['stage'],
      putBack: ['prod'],
      ignoredAlarms: ['orders-lost'],
      skipped: [],
      outcome: 'red',
    },
  );
  t.is(stand.calls('GetAlias'), 0);
});

test('no more than the newest are told', async (t) => {
  const { read } = await openHistory(t, { r1: {}, r2: {}, r3: {} });
  t.deepEqual(
    (await read(2)).map(({ release }) => release),
    ['r3', 'r2'],
  );
});

test('a release without an end was interrupted', async (t) => {
  const { read } = await openHistory(t, { r1: undefined }, leftBehind('r1'));
  t.deepEqual(
    (await read()).map(({ outcome }) => outcome),
    ['interrupted'],
  );
});

test('of the releases without an end, the one whose lock beats is running', async (t) => {
  const { read, stand } = await openHistory(t, { r1: undefined, r2: undefined }, 'free');
  const held = (beat: number) => formatHolder({ release: 'r2', process: elsewhere, beat });
  await stand.write(held(1));
  stand.stack.aws.calls.clear();
  const reading = read();
  await eventually(t, () => stand.calls('GetAlias') >= 2, 'it waits for a beat');
  await stand.write(held(2));
  t.deepEqual(
    (await reading).map(({ release, outcome }) => [release, outcome]),
    [
      ['r2', 'running'],
      ['r1', 'interrupted'],
    ],
  );
});
