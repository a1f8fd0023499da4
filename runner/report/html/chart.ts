import type { Point } from '../model/judged-targets.ts';
import { markup, type Markup } from '../text/markup.ts';

const width = 320;
const height = 110;
const inner = { left: 4, right: 316, top: 16, bottom: 88 };

/** Of a chart in which all is 0. */
const emptyTop = 0.01;

interface Options {
  readonly label: string;
  readonly format: (number: number) => string;
}

/** Both versions over the looks of a rollout, and the same in numbers. */
export function chartOf(points: readonly Point[], { label, format }: Options): Markup | undefined {
  if (points.length < 2) {
    return undefined;
  }
  const values = points.flatMap(({ candidate, baseline }) =>
    [candidate, baseline].filter((value) => value !== null),
  );
  const top = Math.max(...values, 0) || emptyTop;
  const x = (at: number) => inner.left + (at / (points.length - 1)) * (inner.right - inner.left);
  const y = (value: number) => inner.bottom - (value / top) * (inner.bottom - inner.top);
  const line = (side: 'candidate' | 'baseline') =>
    points
      .flatMap((point, at) => {
        const value = point[side];
        return value === null ? [] : [`${x(at).toFixed(1)},${y(value).toFixed(1)}`];
      })
      .join(' ');
  const steps = points.flatMap(({ percent }, at) =>
    percent === points[at - 1]?.percent ? [] : [{ percent, at }],
  );
  const shown = (value: number | null) => (value === null ? '–' : format(value));
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}, by look; the numbers follow">
<line class="axis" x1="${inner.left}" x2="${inner.right}" y1="${inner.bottom}" y2="${inner.bottom}"/>
<line class="axis faint" x1="${inner.left}" x2="${inner.right}" y1="${inner.top}" y2="${inner.top}"/>
<text x="${inner.left}" y="11">${format(top)}</text>
${steps.map(
  ({ percent, at }) =>
    markup`<line class="axis faint" x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${inner.top}" y2="${inner.bottom + 4}"/>
<text x="${Math.min(x(at), inner.right - 24).toFixed(1)}" y="103">${percent === 100 ? 'all' : `${String(percent)} %`}</text>`,
)}
<polyline class="baseline" points="${line('baseline')}"/>
<polyline class="candidate" points="${line('candidate')}"/>
</svg>
<details class="numbers"><summary>Numbers</summary><table>
<caption class="hidden">${label}, by look</caption>
<thead><tr><th scope="col">Look</th><th scope="col">Candidate</th><th scope="col">Before</th></tr></thead>
<tbody>${points.map(
    ({ percent, look, candidate, baseline }) =>
      markup`<tr><th scope="row">${percent} %, ${look}</th><td data-label="Candidate">${shown(candidate)}</td><td data-label="Before">${shown(baseline)}</td></tr>`,
  )}</tbody></table></details>`;
}
