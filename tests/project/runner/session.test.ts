import test, { type ExecutionContext } from 'ava';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LockedError } from '../../../runner/errors.ts';
import { readHistory } from '../../../runner/history/entries.ts';
import { HistoryAhead } from '../../../runner/history/history-ahead.ts';
import { parseHolder } from '../../../runner/lock/lock-holder.ts';
import { Session } from '../../../runner/session.ts';
import { releaseLogGroup } from '../../../stack/names.ts';
import { createContext } from '../behaviour/release/_release.ts';
import { functionName } from '../behaviour/release/_stack.ts';
import { eventually } from './_eventually.ts';
import { openStand } from './_stand.ts';

async function openSession(
  t: ExecutionContext,
  { ignoredAlarms = [] as string[], approves = 'prod' } = {},
) {
  const stand = await openStand(t, { versions: 1 });
  const notes: string[] = [];
  const context = createContext(t, stand.stack, {
    bundle: { zip: Buffer.alloc(0), codeSha256: '' },
    id: 'r1',
    ignoredAlarms,
    onEvent: (event) => {
      notes.push(...(event.kind === 'note' ? [event.text] : []));
    },
  });
  return {
    stand,
    notes,
    context,
    open: (kind: 'release' | 'rollback' = 'release') =>
      Session.open(context, { kind, who: 'arn:me', approves }),
    lock: async () => (await stand.stack.alias('RELEASE')).description,
    history: () => readHistory(context.clients, functionName, 10),
  };
}

const ending = { outcome: 'released', status: 0, targets: [], putBack: [] } as const;

test('a session holds the lock until it is closed, and is in the history', async (t) => {
  const { open, lock, history } = await openSession(t);
  const session = await open('rollback');
  t.is(parseHolder(await lock())?.release, 'r1');
  await session.close({ ...ending, outcome: 'rolled back' });
  t.is(await lock(), 'free');
  const [entry, ...others] = await history();
  t.deepEqual(others, []);
  t.like(entry, {
    release: 'r1',
    kind: 'rollback',
    who: 'arn:me',
    approves: 'prod',
    outcome: 'rolled back',
  });
});

test('the history names the pair, the targets that serve it, and those that were put back', async (t) => {
  const { open, stand, history } = await openSession(t, { ignoredAlarms: ['orders-lost'] });
  const session = await open();
  const served = stand.pair('1@old');
  session.about({ pair: served, codeSha256: 'hash=' });
  const target = await stand.read();
  const other = { ...target, name: 'other', alias: { ...target.alias, version: '9' } };
  await session.close({ ...ending, targets: [target, other], putBack: ['stage'] });
  const [entry] = await history();
  t.like(entry, { version: '1', deployment: served.deployment, codeSha256: 'hash=' });
  t.deepEqual(entry?.targets, ['prod']);
  t.deepEqual(entry?.putBack, ['stage']);
  t.deepEqual(entry?.ignoredAlarms, ['orders-lost']);
});

test('what is read of the history ahead is what it tells in the end', async (t) => {
  const { open, context, stand, history } = await openSession(t);
  await (await open()).close(ending);
  const ahead = new HistoryAhead(context.clients.logs, functionName);
  t.deepEqual(await ahead.entries(), []);
  const second = { ...context, id: 'r2', history: ahead };
  const session = await Session.open(second, { kind: 'release', who: 'arn:me' });
  session.about({ pair: stand.pair('1@old'), codeSha256: 'hash=' });
  await session.close({ ...ending, targets: [await stand.read()] });
  t.deepEqual(await ahead.entries(), await history());
});

test('a session that came to no pair serves none', async (t) => {
  const { open, stand, history } = await openSession(t);
  const session = await open();
  await session.close({ ...ending, targets: [await stand.read()] });
  const [entry] = await history();
  t.is(entry?.version, undefined);
  t.deepEqual(entry?.targets, []);
  t.deepEqual(entry?.ignoredAlarms, []);
});

test('who does not get the lock is in no history', async (t) => {
  const { open, context, history, stand } = await openSession(t);
  const session = await open();
  const other = { ...context, id: 'r2' };
  const refused = t.throwsAsync(Session.open(other, { kind: 'release', who: 'arn:other' }), {
    instanceOf: LockedError,
  });
  const reads = () =>
    stand.stack.aws.calls.list().filter(({ operation }) => operation === 'GetAlias').length;
  const before = reads();
  await eventually(t, () => reads() > before, 'the other has read the lock');
  await session.close(ending);
  await refused;
  t.deepEqual(
    (await history()).map(({ release }) => release),
    ['r1'],
  );
});

test('a history that cannot be written is told to the person, and the lock is given back', async (t) => {
  const { open, lock, notes, stand } = await openSession(t);
  await stand.stack.clients.logs.send(
    new DeleteLogGroupCommand({ logGroupName: releaseLogGroup(functionName) }),
  );
  const session = await open();
  await t.notThrowsAsync(session.close(ending));
  t.is(await lock(), 'free');
  t.is(notes.length, 2);
});
