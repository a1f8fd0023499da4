import type { ReportData } from '../model/report-data.ts';
import { formatDuration } from '../table.ts';
import { markup } from '../text/markup.ts';
import { anchorOf } from './anchors.ts';
import type { Section } from './section.ts';
import { testsOf } from './tests-markup.ts';

/** Each tier that ran, with its tests. */
export function gatesSection({ gates }: ReportData): Section | undefined {
  if (gates.length === 0) {
    return undefined;
  }
  return {
    id: 'gates',
    title: 'Gates',
    intro: 'Each tier ran once; no failed test is run again.',
    body: markup`${gates.map(
      (
        gate,
      ) => markup`<details class="gate" id="${anchorOf('gate', gate.step)}"${gate.isGreen ? '' : markup` open`}>
<summary><span class="mark ${gate.isGreen ? 'good' : 'bad'}" aria-hidden="true">${gate.isGreen ? '✓' : '✗'}</span> <span class="hidden">${gate.isGreen ? 'green' : 'red'}: </span><strong>${gate.step}</strong> <span class="quiet">${countOf(gate)} ${formatDuration(gate.durationMs)}</span></summary>
<p class="quiet"><code>${gate.command}</code></p>
${testsOf(gate, 'all')}
</details>`,
    )}`,
  };
}

function countOf({ tests }: ReportData['gates'][number]): string {
  if (tests === null) {
    return '';
  }
  const failed = tests.filter(({ outcome }) => outcome === 'failed').length;
  return `${String(tests.length)} tests${failed > 0 ? `, ${String(failed)} red` : ''},`;
}
