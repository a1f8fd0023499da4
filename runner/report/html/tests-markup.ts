import type { ReportData } from '../model/report-data.ts';
import { markup, type Markup } from '../text/markup.ts';

type Gate = ReportData['gates'][number];

/** How many tests are listed; all are in report.json. */
const mostListed = 200;

/** The tests of a tier where its command tells any of that kind, and else the end of what it printed. */
export function testsOf({ tests, output, tier }: Gate, which: 'all' | 'failed'): Markup {
  if (tests === null) {
    return outputOf(output, tier);
  }
  const wanted = which === 'all' ? tests : tests.filter(({ outcome }) => outcome === 'failed');
  if (which === 'failed' && wanted.length === 0) {
    return outputOf(output, tier);
  }
  const order = { failed: 0, skipped: 1, passed: 2 };
  const sorted = wanted.toSorted((one, other) => order[one.outcome] - order[other.outcome]);
  const more = sorted.length - mostListed;
  return markup`<ul class="tests">${sorted
    .slice(0, mostListed)
    .map(
      ({ name, outcome, message }) =>
        markup`<li class="${outcome}"><span class="mark" aria-hidden="true">${marks[outcome]}</span> <span class="hidden">${outcome}: </span><bdi>${name}</bdi>${
          message === ''
            ? undefined
            : markup`<pre tabindex="0" aria-label="Why it ${outcome}">${message}</pre>`
        }</li>`,
    )}${more > 0 ? markup`<li>and ${more} more, in report.json</li>` : undefined}</ul>`;
}

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

function outputOf(output: string, tier: string): Markup {
  return output === ''
    ? markup`<p>It printed nothing.</p>`
    : markup`<pre tabindex="0" class="output" aria-label="What the ${tier} tier printed last">${output}</pre>`;
}
