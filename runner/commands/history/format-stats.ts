import type { TargetStats } from '../../history/stats.ts';
import { formatTable } from '../../report/table.ts';
import { formatLong } from '../../report/text/numbers.ts';

/** @param entries over which they were counted. */
export function formatStats(stats: readonly TargetStats[], entries: number): string {
  if (stats.length === 0) {
    return 'No release yet.';
  }
  const table = formatTable([
    ['target', 'releases', 'a week', 'commit to release', 'put or rolled back', 'time to restore'],
    ...stats.map(({ target, releases, perWeek, leadTimeMs, putBackRate, restoreMs }) => [
      target,
      String(releases),
      perWeek?.toFixed(1) ?? '-',
      formatLong(leadTimeMs),
      putBackRate === null ? '-' : `${(putBackRate * 100).toFixed(0)} %`,
      formatLong(restoreMs),
    ]),
  ]);
  const counted = entries === 1 ? 'the last entry' : `the last ${String(entries)} entries`;
  return `${table}\n\nOver ${counted} of the history; times are medians.`;
}
