import type { Measure } from '../model/judged-targets.ts';
import { markup, type Markup } from '../text/markup.ts';

const width = 320;
const height = 34;
const edge = 8;

/** The difference with its interval, against no difference at all and against the threshold. */
export function intervalOf(
  { difference, low, high, threshold, isRed }: Measure,
  format: (number: number) => string,
): Markup {
  const from = Math.min(0, low, threshold);
  const to = Math.max(0, high, threshold);
  const span = to - from || 1;
  const x = (value: number) => (edge + ((value - from) / span) * (width - 2 * edge)).toFixed(1);
  const label = `${format(difference)}, between ${format(low)} and ${format(high)}; the threshold is ${format(threshold)}`;
  const anchor = Number(x(threshold)) > width * 0.7 ? 'end' : 'start';
  return markup`<svg class="interval ${isRed ? 'bad' : 'good'}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<line class="axis" x1="0" x2="${width}" y1="12" y2="12"/>
<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="4" y2="20"/>
<rect class="worse" x="${x(threshold)}" y="4" width="${(width - Number(x(threshold))).toFixed(1)}" height="16"/>
<line class="threshold" x1="${x(threshold)}" x2="${x(threshold)}" y1="1" y2="23"/>
<line class="range" x1="${x(low)}" x2="${x(high)}" y1="12" y2="12"/>
<circle class="point" cx="${x(difference)}" cy="12" r="5"/>
<text x="${x(threshold)}" y="32" text-anchor="${anchor}">threshold ${format(threshold)}</text>
</svg>`;
}
