import test from 'ava';
import type { HistoryEntry } from '../../../../runner/history/entries.ts';
import { countWeeks } from '../../../../runner/history/weeks.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const dayMs = 24 * 3_600_000;

function entry(release: string, daysAgo: number, told: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    ...{ release, at: new Date(now - daysAgo * dayMs).toISOString(), endedAt: undefined },
    ...{ kind: 'release', commit: undefined, committedAt: undefined, who: undefined },
    ...{ approves: undefined, version: undefined, deployment: undefined, codeSha256: undefined },
    ...{ targets: ['stage'], putBack: [], ignoredAlarms: [], skipped: [], outcome: 'released' },
    ...told,
  };
}

test('each week counts what was released, and what was taken back', (t) => {
  const weeks = countWeeks(
    [
      entry('r5', 0),
      entry('r4', 1, { putBack: ['prod'] }),
      entry('r3', 6.9, { kind: 'rollback' }),
      entry('r2', 7),
      entry('r1', 13.9),
      entry('r0', 15),
    ],
    now + 1,
    2,
  );
  t.deepEqual(
    weeks.map(({ released, takenBack }) => ({ released, takenBack })),
    [
      { released: 2, takenBack: 0 },
      { released: 1, takenBack: 2 },
    ],
  );
});

test('a release in several regions is one', (t) => {
  const of = (region: string) => entry('r1', 1, { region });
  t.is(countWeeks([of('eu-west-1'), of('us-east-1')], now, 1)[0]?.released, 1);
});

test('one that came to no target is none', (t) => {
  t.is(countWeeks([entry('r1', 1, { targets: [], outcome: 'red' })], now, 1)[0]?.released, 0);
});
