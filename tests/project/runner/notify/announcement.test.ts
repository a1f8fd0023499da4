import test from 'ava';
import { announce, follow, type RunSoFar } from '../../../../runner/notify/announcement.ts';
import type { ReleaseEvent } from '../../../../runner/report/events.ts';
import { npmRun } from '../../../../runner/report/next.ts';
import { id, target } from '../report/_reports.ts';

const begun: ReleaseEvent = { kind: 'release', release: id, stack: 'dev', dryRun: false };
const locked: ReleaseEvent = {
  kind: 'step-ended',
  step: 'lock',
  title: 'take the release lock',
  outcome: 'done',
  durationMs: 1,
  detail: '',
};
const ended = (outcome: string, status = 0) => ({ kind: 'ended', outcome, status }) as const;

/** What others are told of, in order. */
function announceAll(...events: readonly ReleaseEvent[]) {
  let run: RunSoFar | undefined;
  return events.flatMap((event) => {
    run = follow(run, event);
    return (run && announce(run, event)) ?? [];
  });
}

const namesOf = (...events: readonly ReleaseEvent[]) =>
  announceAll(...events).map(({ event }) => event);

test('a release is told of with all that its events have said until then', (t) => {
  const before = [target('stage', '6')];
  const after = [target('stage', '7')];
  const about = { kind: 'release', release: id, stack: 'dev', commit: 'abc', subject: 'Mend' };
  const none = { waiting: undefined, putBack: [], problem: undefined, next: undefined };
  t.deepEqual(
    announceAll(
      begun,
      { kind: 'source', commit: 'abc', subject: 'Mend' },
      { kind: 'targets', when: 'before', targets: before },
      locked,
      { kind: 'candidate', version: '7', deployment: 'd', codeSha256: 'x' },
      { kind: 'targets', when: 'after', targets: after },
      ended('released'),
    ) as unknown[],
    [
      { event: 'started', ...about, candidate: undefined, targets: before, ...none },
      {
        event: 'released',
        ...about,
        candidate: { version: '7', deployment: 'd' },
        targets: after,
        ...none,
      },
    ],
  );
});

test('one that waits says before which target, and what approves it', (t) => {
  const approval = npmRun('release', '--continue');
  const stopped = { ...ended('waiting for approval'), waiting: 'prod', approval };
  const [told] = announceAll(begun, stopped);
  t.like(told, {
    event: 'waiting for approval',
    waiting: 'prod',
    next: 'npm run release -- --stack dev --continue',
  });
});

test('a run in several regions has started once, when it holds the first lock', (t) => {
  const lockedIn = (region: string): ReleaseEvent => ({ ...locked, step: `lock@${region}` });
  const failed: ReleaseEvent = { ...locked, step: 'lock@eu-west-1', outcome: 'failed' };
  t.deepEqual(namesOf(begun, lockedIn('eu-west-1'), lockedIn('us-east-1')), ['started']);
  t.deepEqual(namesOf(begun, failed), []);
});

test('of several regions, which number versions each for itself, the home region’s is the candidate', (t) => {
  const before = ['eu-west-1', 'us-east-1'].map((region) => ({ ...target('prod', '6'), region }));
  const candidateIn = (region: string, version: string): ReleaseEvent => ({
    ...{ kind: 'candidate', version, deployment: 'd', region },
  });
  const [released] = announceAll(
    begun,
    { kind: 'targets', when: 'before', targets: before },
    candidateIn('eu-west-1', '7'),
    candidateIn('us-east-1', '4'),
    ended('released'),
  );
  t.deepEqual(released?.candidate, { version: '7', deployment: 'd' });
});

test('put back is what all is put back of; any other end is a failure', (t) => {
  const red = { ...ended('red', 1), problem: 'The api tier failed' };
  t.deepEqual(namesOf(begun, { ...red, putBack: ['prod'], notPutBack: [] }), ['put back']);
  t.deepEqual(namesOf(begun, { ...red, putBack: [], notPutBack: [] }), ['failed']);
  const [left] = announceAll(begun, { ...red, putBack: ['stage'], notPutBack: ['prod is gone'] });
  t.like(left, {
    event: 'failed',
    putBack: ['stage'],
    problem: 'The api tier failed. Not put back: prod is gone',
  });
});

test('what serves is left out where it could not be read', (t) => {
  const before = { kind: 'targets', when: 'before', targets: [target('prod', '6')] } as const;
  const [told] = announceAll(begun, before, { ...ended('failed', 3), problem: 'No network' });
  t.is(told?.targets, undefined);
});

test('a rollback is told of', (t) => {
  const rollback = { kind: 'rollback', release: id, stack: 'dev', target: 'prod' } as const;
  const told = announceAll(rollback, locked, ended('rolled back'));
  t.deepEqual(
    told.map(({ kind, event }) => `${kind} ${event}`),
    ['rollback started', 'rollback rolled back'],
  );
});

test('nobody is told of a dry run, of nothing to release, and of a lock that was not had', (t) => {
  t.deepEqual(namesOf({ ...begun, dryRun: true }, locked, ended('planned')), []);
  t.deepEqual(namesOf(begun, ended('nothing to release')), []);
  t.deepEqual(namesOf(begun, { ...locked, outcome: 'failed' }), []);
});
