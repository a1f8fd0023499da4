import { titleOf, verdictOf } from '../model/words.ts';
import type { ReportData } from '../model/report-data.ts';
import { markup, Markup } from '../text/markup.ts';
import { callsSection } from './calls-section.ts';
import { failuresSection } from './failures-section.ts';
import { gatesSection } from './gates-section.ts';
import { headerOf } from './header.ts';
import { judgeSection } from './judge-section.ts';
import { releasedSection } from './released-section.ts';
import { regionsSection } from './regions-section.ts';
import { releasingSection } from './releasing-section.ts';
import { style } from './style.ts';
import { targetsSection } from './targets-section.ts';
import { timelineSection } from './timeline-section.ts';
import { waitsSection } from './waits-section.ts';
import type { Section } from './section.ts';

/**
 * The report as one page: without a script, and without anything that is loaded, which its policy also
 * forbids, so that what a name in it holds is text in any case.
 */
export function renderPage(report: ReportData): string {
  const { word, tone } = verdictOf(report);
  const sections = [
    failuresSection(report),
    judgeSection(report),
    regionsSection(report),
    targetsSection(report),
    timelineSection(report),
    gatesSection(report),
    releasedSection(report),
    waitsSection(report),
    callsSection(report),
    releasingSection(report),
  ].filter((section) => section !== undefined);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${word}: ${titleOf(report)}</title>
<link rel="icon" href="${iconOf(tone)}">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#report">To the report</a>
${headerOf(report, sections)}
<main id="report">
${sections.map(renderSection)}
</main>
<footer><p>The same data for machines: <code>report.json</code>, <code>junit.xml</code> and <code>report.md</code> beside this page.</p></footer>
</body>
</html>
`.text;
}

function renderSection({ id, title, intro, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title"><a class="anchor" href="#${id}">${title}</a></h2>
${intro === undefined ? undefined : markup`<p class="intro">${intro}</p>`}
${body}
</section>
`;
}

const colours = { good: '%231a7f4b', bad: '%23c62f3b', wait: '%23a86400', none: '%2360687a' };

function iconOf(tone: keyof typeof colours): string {
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='${colours[tone]}'/></svg>`;
}
