import test from 'ava';
import type { HistoryEntry } from '../../../../runner/history/entries.ts';
import { computeStats } from '../../../../runner/history/stats.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const now = Date.parse('2026-11-28T00:00:00Z');

/** @param hours before now, at which it ended; it took no time. */
function entry(hours: number, given: Partial<HistoryEntry>): HistoryEntry {
  const at = new Date(now - hours * hourMs).toISOString();
  return {
    at,
    endedAt: at,
    release: at,
    kind: 'release',
    commit: undefined,
    committedAt: undefined,
    who: undefined,
    approves: undefined,
    version: undefined,
    deployment: undefined,
    codeSha256: undefined,
    targets: [],
    putBack: [],
    ignoredAlarms: [],
    skipped: [],
    outcome: 'released',
    ...given,
  };
}

const both = { targets: ['stage', 'prod'] };
const committed = (hoursBefore: number, hours: number) => ({
  committedAt: new Date(now - (hours + hoursBefore) * hourMs).toISOString(),
});

test('figures of each target, from what is in the history', (t) => {
  const [prod, stage] = computeStats(
    [
      entry(10, { kind: 'rollback', targets: ['prod'], outcome: 'rolled back' }),
      entry(12, { ...both, ...committed(6, 12) }),
      entry(50, { targets: [], putBack: ['stage'], outcome: 'red' }),
      entry(100, { ...both, ...committed(2, 100) }),
      entry(28 * 24, { ...both, ...committed(4, 28 * 24) }),
    ],
    now,
  );
  t.deepEqual(prod, {
    target: 'prod',
    releases: 3,
    perWeek: 0.75,
    leadTimeMs: 4 * hourMs,
    putBackRate: 1 / 3,
    restoreMs: 2 * hourMs,
  });
  t.like(stage, { target: 'stage', releases: 3, putBackRate: 1 / 4, restoreMs: null });
});

test('what is not known is not made up', (t) => {
  t.deepEqual(computeStats([], now), []);
  const [prod] = computeStats([entry(1, { targets: ['prod'], endedAt: undefined })], now);
  t.deepEqual(prod, {
    target: 'prod',
    releases: 1,
    perWeek: null,
    leadTimeMs: null,
    putBackRate: 0,
    restoreMs: null,
  });
});

test('releases of less than a week are not multiplied', (t) => {
  const two = [entry(1, both), entry(2, both)];
  t.is(computeStats(two, now)[0]?.perWeek, 2);
  const [four] = computeStats([entry(1, both), entry((14 * dayMs) / hourMs, both)], now);
  t.is(four?.perWeek, 1);
});

test('a rollback that follows another restores nothing that was released', (t) => {
  const back = { kind: 'rollback', targets: ['prod'] } as const;
  const [prod] = computeStats([entry(1, back), entry(2, back), entry(3, both)], now);
  t.like(prod, { restoreMs: hourMs, putBackRate: 1 });
});

test('a release counts where it promoted something, and not where that was served already', (t) => {
  const six = { version: '6', deployment: 'old' };
  const seven = { version: '7', deployment: 'old' };
  const entries = [
    entry(1, { ...both, ...seven, outcome: 'refused' }),
    entry(2, { targets: ['stage'], ...seven, outcome: 'refused' }),
    entry(3, { kind: 'rollback', targets: ['prod'], ...six, outcome: 'rolled back' }),
    entry(4, { ...both, ...seven, outcome: 'nothing to release' }),
    entry(5, { ...both, ...seven }),
    entry(6, { targets: ['stage'], ...seven, outcome: 'waiting for approval' }),
    entry(7, { ...both, ...six }),
  ];
  const [prod, stage] = computeStats(entries, now);
  t.like(prod, { releases: 2, putBackRate: 1 / 2, restoreMs: 2 * hourMs });
  t.like(stage, { releases: 2, putBackRate: 0 });
  t.like(computeStats([entry(1, { ...both, outcome: 'refused' })], now)[0], { releases: 0 });
});
