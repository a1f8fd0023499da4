import type { ReportData } from '../model/report-data.ts';
import { formatDuration } from '../table.ts';
import { formatSpan } from '../text/numbers.ts';
import { markup, type Markup } from '../text/markup.ts';
import { anchorOf } from './anchors.ts';
import type { Section } from './section.ts';

const marks = { done: '✓', failed: '✗', planned: '·', unfinished: '…' } as const;

/** The steps over time: bars that overlap ran side by side. */
export function timelineSection({ steps, durationMs }: ReportData): Section | undefined {
  if (steps.length === 0) {
    return undefined;
  }
  const titles = new Map(steps.map(({ step, title }) => [step, title]));
  return {
    id: 'timeline',
    title: 'Timeline',
    intro: `${String(steps.length)} steps in ${formatDuration(durationMs)}; bars that overlap ran side by side.`,
    body: markup`<ol class="timeline">${steps.map((step) =>
      rowOf(step, durationMs, (name) => titles.get(name) ?? name),
    )}</ol>`,
  };
}

function rowOf(
  { step, title, outcome, detail, startMs, durationMs, beside }: ReportData['steps'][number],
  wholeMs: number,
  titleOf: (step: string) => string,
): Markup {
  const percent = (ms: number) => ((100 * ms) / Math.max(1, wholeMs)).toFixed(3);
  const others =
    beside.length === 0 ? undefined : `, beside ${beside.map((each) => titleOf(each)).join(', ')}`;
  return markup`<li class="${outcome}" id="${anchorOf('step', step)}">
<span class="step"><span class="mark" aria-hidden="true">${marks[outcome]}</span> <a class="anchor" href="#${anchorOf('step', step)}">${title}</a><span class="hidden"> ${outcome}${others}</span></span>
<span class="track" aria-hidden="true"><span class="bar" style="left:${percent(startMs)}%;width:${percent(durationMs)}%"></span></span>
<span class="time">${formatSpan(durationMs)}</span>
<span class="detail">${detail}</span>
</li>`;
}
