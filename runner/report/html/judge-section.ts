import { healthOf, judgedMetrics, type JudgedMetric } from '../model/judged-targets.ts';
import type { ReportData } from '../model/report-data.ts';
import {
  formatConfidence,
  formatMs,
  formatP,
  formatPoints,
  formatShare,
  signed,
} from '../text/numbers.ts';
import { markup, type Markup } from '../text/markup.ts';
import { anchorOf } from './anchors.ts';
import { chartOf } from './chart.ts';
import { intervalOf } from './interval-bar.ts';
import type { Section } from './section.ts';
import { tableOf } from './table-markup.ts';

/** What the candidate was judged by in rollouts and bakes, a tile each, and whether the experiment was sound. */
export function judgeSection(report: ReportData): Section | undefined {
  const metrics = judgedMetrics(report);
  if (metrics.length === 0) {
    return undefined;
  }
  const red = metrics.filter(({ measure }) => measure.isRed).length;
  return {
    id: 'judge',
    title: 'Judged by',
    intro: `${String(metrics.length)} comparisons of the candidate with what it replaces; ${red === 0 ? 'none is red' : `${String(red)} red`}. Each tile shows the last look.`,
    body: markup`<div class="tiles">${metrics.map(tileOf)}</div>
${healthTable(report)}`,
  };
}

const titles = {
  errors: 'Failed answers',
  latency: 'Latency',
  'error ceiling': 'Ceiling of failed answers',
} as const;

/** How numbers of a metric are written: the difference, and those of each side. */
const formats = {
  errors: { difference: formatPoints, point: formatShare },
  latency: { difference: signed, point: formatMs },
  'error ceiling': { difference: formatShare, point: formatShare },
} as const;

function tileOf(judged: JudgedMetric): Markup {
  const { target, source, metric, measure, last, seen, points } = judged;
  const { difference, point } = formats[metric];
  const title = `${titles[metric]}, ${target}`;
  return markup`<article class="tile ${measure.isRed ? 'red' : 'green'}" id="${anchorOf('metric', target, source, metric)}">
<h3><span class="mark ${measure.isRed ? 'bad' : 'good'}" aria-hidden="true">${measure.isRed ? '✗' : '✓'}</span> ${title} <span class="quiet">${source}</span></h3>
<p class="number"><strong>${difference(measure.difference)}</strong> <span class="quiet">${metric === 'latency' ? "Cliff's delta" : metric === 'errors' ? 'difference' : 'of the candidate'}, ${last.percent === 100 ? 'all requests' : `${String(last.percent)} %`}</span></p>
${intervalOf(measure, difference)}
<p class="quiet">${difference(measure.low)} to ${difference(measure.high)} (interval of ${formatConfidence(last.level)})${measure.p === null ? '' : `, ${formatP(measure.p)}`}</p>
${sidesTable(judged)}
${chartOf(points, { label: `${title}, ${source}`, format: point })}
<p class="rule">${ruleOf(judged)}</p>
${seen.unanswered > 0 ? markup`<p class="quiet">${seen.unanswered} requests got no answer at all.</p>` : undefined}
</article>`;
}

function sidesTable({ metric, seen: { candidate, baseline } }: JudgedMetric): Markup {
  const describe = (side: typeof candidate) =>
    metric === 'latency'
      ? [formatMs(side.medianMs), formatMs(side.p95Ms), side.count]
      : [side.count === 0 ? '–' : formatShare(side.errors / side.count), side.errors, side.count];
  const head = metric === 'latency' ? ['Median', '95 of 100'] : ['Failed', 'Errors'];
  const rows = [
    [
      markup`<span class="key candidate" aria-hidden="true"></span>candidate`,
      ...describe(candidate),
    ],
    ...(metric === 'error ceiling'
      ? []
      : [
          [
            markup`<span class="key baseline" aria-hidden="true"></span>before`,
            ...describe(baseline),
          ],
        ]),
  ];
  return tableOf('Both sides', ['Side', ...head, 'Answers'], rows);
}

/** The rule that decides, in words. */
function ruleOf({ metric, measure, last }: JudgedMetric): string {
  switch (metric) {
    case 'errors':
      return `Red when more answers of the candidate fail than of the one before and that is no accident: p at most ${formatLevel(last.level)}.`;
    case 'latency':
      return `Red when Cliff's delta is ${String(measure.threshold)} or more (0: as fast, 1: always slower) and that is no accident: p at most ${formatLevel(last.level)}.`;
    case 'error ceiling':
      return `Red above ${formatShare(measure.threshold)} failed answers of the candidate, once there are ${String(last.minSamples)}.`;
  }
}

const formatLevel = (level: number): string => String(Number(level.toPrecision(2)));

function healthTable(report: ReportData): Markup | undefined {
  const health = healthOf(report);
  if (health.length === 0) {
    return undefined;
  }
  return markup`<h3 id="health">Health of the experiment</h3>
${tableOf(
  'Health of the experiment',
  ['Step', 'Source', 'Candidate', 'Before', 'No answer', 'Share asked', 'Share seen', 'So'],
  health.map((each) => [
    `${String(each.percent)} % of ${each.target}`,
    each.source,
    each.candidate,
    each.baseline,
    each.unanswered,
    `${String(each.percent)} %`,
    each.share === null
      ? '–'
      : `${formatShare(each.share.found)} (${formatShare(each.share.low)} to ${formatShare(each.share.high)})`,
    markup`<span class="${each.verdict === 'as asked' ? 'good' : 'wait'}">${each.verdict}</span>`,
  ]),
)}`;
}
