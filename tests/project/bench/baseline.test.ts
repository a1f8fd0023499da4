import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { formatComparison, readBaseline, type Baseline } from '../../bench/baseline.ts';
import { temporaryFolder } from '../../../local/tests/_helpers/temporary-folder.ts';

function measured(durations: Readonly<Record<string, readonly number[]>>): Baseline {
  return {
    kinds: Object.entries(durations).map(([kind, runs]) => ({
      kind,
      runs: runs.map((durationMs) => ({ durationMs })),
    })),
    load: { requestsPerSecond: { median: 2000, min: 1900, max: 2100 } },
  };
}

test('a figure is compared by its medians, and said to be noise where the spreads overlap', (t) => {
  const before = measured({ status: [1000, 2000, 3000], rollback: [4000, 4000, 4000], old: [1] });
  const now = measured({ status: [1000, 1000, 1500], rollback: [1000, 1000, 1000], young: [1] });
  const [head, ...lines] = formatComparison(before, now).split('\n');
  t.regex(head ?? '', /^median \(min to max\) +before +now +ratio$/);
  t.deepEqual(
    lines.map((line) => line.replaceAll(/ {2,}/g, ' | ')),
    [
      'status | 2.00 s (1.00 s to 3.00 s) | 1.00 s (1.00 s to 1.50 s) | 0.50 | spreads overlap',
      'rollback | 4.00 s (4.00 s to 4.00 s) | 1.00 s (1.00 s to 1.00 s) | 0.25',
      'requests per second | 2000 (1900 to 2100) | 2000 (1900 to 2100) | 1.00 | spreads overlap',
    ],
  );
});

test('a file that the bench did not print is refused by its name', async (t) => {
  const file = join(await temporaryFolder(t), 'other.json');
  writeFileSync(file, '{"kinds":[]}');
  t.throws(() => readBaseline(file), {
    message: `${file} is not what npm run bench -- --json prints.`,
  });
});
