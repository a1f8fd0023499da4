import { describePair, nextOf, servingOf, titleOf, verdictOf } from '../model/words.ts';
import type { ReportData } from '../model/report-data.ts';
import { formatDuration } from '../table.ts';
import { markup, type Markup } from '../text/markup.ts';
import type { Section } from './section.ts';
import { factsOf, tableOf } from './table-markup.ts';

const marks = { good: '✓', bad: '✗', wait: '⏸', none: '·' } as const;

/** The first screen: what it was, how it ended and why, what serves now, what to type next. */
export function headerOf(report: ReportData, sections: readonly Section[]): Markup {
  const { word, tone, why } = verdictOf(report);
  return markup`<header class="head ${tone}">
<p class="verdict"><span class="mark" aria-hidden="true">${marks[tone]}</span> ${word}</p>
<h1>${titleOf(report)}</h1>
<p class="why">${why}</p>
${factsOf(facts(report))}
<div class="cards">
<section class="card" id="serving" aria-labelledby="serving-title">
${servingCard(report)}
</section>
<section class="card" id="next" aria-labelledby="next-title">
<h2 id="next-title">Type next</h2>
${nextOf(report).map(
  ({ text, command }, at) =>
    markup`<p class="way">${at > 0 ? 'Or ' : ''}${text}${text !== '' && command !== null ? ':' : ''}</p>${command === null ? undefined : markup`<pre tabindex="0" class="command"><code>${command}</code></pre>`}`,
)}
</section>
</div>
<nav aria-label="Parts of this report"><ul>${sections.map(
    ({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>
</header>`;
}

function facts({
  kind,
  startedAt,
  durationMs,
  source: { commit, subject },
  candidate,
}: ReportData): [string, string | Markup][] {
  const began = startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  return [
    ['Began', markup`<time datetime="${startedAt}">${began}</time>`],
    ['Took', formatDuration(durationMs)],
    ...(candidate
      ? [
          [
            'Pair',
            markup`<code>${describePair(candidate.version, candidate.deployment)}</code>`,
          ] as [string, Markup],
        ]
      : []),
    ...(commit === null || kind === 'rollback'
      ? []
      : [
          ['Commit', markup`<code>${commit}</code> <bdi>${subject ?? ''}</bdi>`] as [
            string,
            Markup,
          ],
        ]),
  ];
}

function servingCard(report: ReportData): Markup {
  const { kind, served } = servingOf(report);
  const title = kind === 'last known' ? 'Last known to serve' : 'Serves now';
  return markup`<h2 id="serving-title">${title}</h2>
${
  served.length === 0
    ? markup`<p>${kind === 'unknown' ? 'It could not be read.' : 'Nothing is provisioned.'}</p>`
    : tableOf(
        'What each target serves',
        ['Target', 'Pair', 'URL'],
        served.map(({ target, pair, url }) => [
          target,
          markup`<code>${pair}</code>`,
          markup`<span class="url">${url ?? ''}</span>`,
        ]),
      )
}`;
}
