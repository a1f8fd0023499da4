import type { ReportData } from '../model/report-data.ts';
import { markup, type Markup } from '../text/markup.ts';
import { anchorOf } from './anchors.ts';
import type { Section } from './section.ts';
import { testsOf } from './tests-markup.ts';

/** What went wrong, before all else. */
export function failuresSection(report: ReportData): Section | undefined {
  const { result, steps, gates, looks } = report;
  if (!('problem' in result)) {
    return undefined;
  }
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  const red = gates.filter(({ isGreen }) => !isGreen);
  const redLooks = looks.filter(({ verdict }) => verdict === 'fail');
  return {
    id: 'failures',
    title: 'What went wrong',
    body: markup`<div class="alert">
<p class="problem">${result.problem}.</p>
<ul>${[
      ...failed.map(
        ({ step, title }) =>
          markup`<li>Step <a href="#${anchorOf('step', step)}">${title}</a> failed.</li>`,
      ),
      ...(result.resource === null ? [] : [markup`<li>It happened on ${result.resource}.</li>`]),
      putBackOf(result.putBack, result.notPutBack),
      ...result.notPutBack.map((text) => markup`<li><strong>Not put back:</strong> ${text}.</li>`),
    ]}</ul>
</div>
${redLooks.map(
  ({ target, percent, look, of, reasons }) =>
    markup`<h3>The judge, at ${percent} % of ${target}, look ${look} of ${of}</h3><ul>${reasons.map(
      (reason) => markup`<li>${reason}</li>`,
    )}</ul>`,
)}
${red.map(
  (gate) =>
    markup`<h3><a href="#${anchorOf('gate', gate.step)}">The ${gate.tier} tier (${gate.step})</a></h3>${testsOf(gate, 'failed')}`,
)}`,
  };
}

function putBackOf(putBack: readonly string[], notPutBack: readonly string[]): Markup {
  if (putBack.length > 0) {
    return markup`<li>Put back: ${putBack.join(', ')}.</li>`;
  }
  return notPutBack.length > 0 ? markup`` : markup`<li>Nothing had to be put back.</li>`;
}
