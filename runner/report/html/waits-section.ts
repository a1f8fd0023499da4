import type { ReportData } from '../model/report-data.ts';
import { formatDuration } from '../table.ts';
import { markup } from '../text/markup.ts';
import type { Section } from './section.ts';
import { tableOf } from './table-markup.ts';

/** What the run waited for on AWS, and what else was told on the way. */
export function waitsSection({ waits, notes }: ReportData): Section | undefined {
  if (waits.length === 0 && notes.length === 0) {
    return undefined;
  }
  const seconds = waits.reduce((sum, wait) => sum + wait.seconds, 0);
  const after = (atMs: number) => `+${formatDuration(atMs)}`;
  return {
    id: 'waits',
    title: 'Waits and notes',
    intro:
      waits.length === 0
        ? 'It waited for no host of AWS.'
        : `It waited ${formatDuration(seconds * 1000)} in all until hosts of AWS knew of changes; some of it side by side.`,
    body: markup`${
      waits.length === 0
        ? undefined
        : tableOf(
            'Waits',
            ['At', 'Seconds', 'Until', 'In'],
            waits.map(({ atMs, seconds: each, what, steps }) => [
              after(atMs),
              each.toFixed(1),
              what,
              steps.join(', '),
            ]),
          )
    }
${
  notes.length === 0
    ? undefined
    : markup`<h3>Notes</h3><ol class="notes">${notes.map(
        ({ atMs, text }) => markup`<li><span class="quiet">${after(atMs)}</span> ${text}</li>`,
      )}</ol>`
}`,
  };
}
