import type { ReportData } from '../model/report-data.ts';
import { markup, type Markup } from '../text/markup.ts';
import { formatLong } from '../text/numbers.ts';
import type { Section } from './section.ts';
import { tableOf } from './table-markup.ts';

type Releasing = NonNullable<ReportData['releasing']>;

/** How often, how fast and how safely the stack is released, by its history with this run. */
export function releasingSection({ releasing }: ReportData): Section | undefined {
  if (releasing === null || releasing === undefined || releasing.stats.length === 0) {
    return undefined;
  }
  const { stats, weeks } = releasing;
  return {
    id: 'releasing',
    title: 'How it is released',
    intro: 'Over the newest entries of the history; times are medians.',
    body: markup`${chartOf(weeks)}
${tableOf(
  'How each target is released to',
  ['Target', 'Releases', 'A week', 'Commit to release', 'Put or rolled back', 'Time to restore'],
  stats.map(({ target, releases, perWeek, leadTimeMs, putBackRate, restoreMs }) => [
    target,
    releases,
    perWeek?.toFixed(1) ?? '–',
    formatLong(leadTimeMs),
    putBackRate === null ? '–' : `${(putBackRate * 100).toFixed(0)} %`,
    formatLong(restoreMs),
  ]),
)}`,
  };
}

const width = 400;
const height = 110;
const base = 88;
const top = 18;

/** A column for each week: what was released, and above it what was taken back. */
function chartOf(weeks: Releasing['weeks']): Markup {
  const most = Math.max(1, ...weeks.map(({ released, takenBack }) => released + takenBack));
  const step = width / weeks.length;
  const heightOf = (count: number) => (count / most) * (base - top);
  const bar = (kind: string, at: number, from: number, count: number) =>
    count === 0
      ? undefined
      : markup`<rect class="${kind}" x="${(at * step + 4).toFixed(1)}" y="${(base - heightOf(from + count)).toFixed(1)}" width="${(step - 8).toFixed(1)}" height="${heightOf(count).toFixed(1)}" rx="2"/>`;
  const day = (at: string) => at.slice(0, 10);
  return markup`<svg class="chart weeks" viewBox="0 0 ${width} ${height}" role="img" aria-label="Releases a week, and what was put or rolled back; the numbers follow">
<line class="axis" x1="0" x2="${width}" y1="${base}" y2="${base}"/>
<text x="0" y="11">${most} a week</text>
${weeks.map(
  ({ released, takenBack }, at) =>
    markup`${bar('released', at, 0, released)}${bar('taken', at, released, takenBack)}`,
)}
<text x="0" y="104">${day(weeks[0]?.from ?? '')}</text>
<text x="${width}" y="104" text-anchor="end">now</text>
</svg>
<details class="numbers"><summary>Numbers</summary>${tableOf(
    'Releases by week',
    ['Week from', 'Released', 'Put or rolled back'],
    weeks.map(({ from, released, takenBack }) => [day(from), released, takenBack]),
  )}</details>`;
}
