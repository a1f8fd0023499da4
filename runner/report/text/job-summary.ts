import { judgedMetrics } from '../model/judged-targets.ts';
import type { ReportData } from '../model/report-data.ts';
import { nextOf, servingOf, titleOf, verdictOf } from '../model/words.ts';
import { formatDuration } from '../table.ts';
import { code, fence, table, text } from './markdown.ts';

const marks = { good: '✅', bad: '❌', wait: '⏸️', none: '➖' } as const;
const stepMarks = { done: '✅', failed: '❌', planned: '➖', unfinished: '…' } as const;

/** The report in short, as GitHub and others show a job's summary: Markdown, in which names are text. */
export function renderJobSummary(report: ReportData): string {
  const { word, tone, why } = verdictOf(report);
  const { kind, served } = servingOf(report);
  const { steps, gates, source, candidate } = report;
  const red = gates.filter(({ isGreen }) => !isGreen);
  return [
    `## ${marks[tone]} ${word}`,
    `${text(titleOf(report))}${source.commit === null || report.kind === 'rollback' ? '' : ` from commit ${code(source.commit)} ${text(source.subject ?? '')}`}`,
    text(why),
    kind === 'unknown'
      ? 'What serves now could not be read.'
      : table(
          ['Target', kind === 'now' ? 'Serves now' : 'Last known', 'URL'],
          served.map(({ target, pair, url }) => [text(target), code(pair), text(url ?? '')]),
        ),
    ...nextOf(report).map(({ text: about, command }, at) =>
      [
        at === 0 ? '**Next:**' : 'or',
        text(about),
        ...(command === null ? [] : [code(command)]),
      ].join(' '),
    ),
    ...red.map(
      ({ step, output }) =>
        `<details open><summary>❌ ${text(step)}</summary>\n\n${fence(output.slice(-4000))}\n\n</details>`,
    ),
    ...judged(report),
    `<details><summary>${String(steps.length)} steps</summary>\n\n${table(
      ['', 'Step', 'Took', ''],
      steps.map(({ title, outcome, durationMs, detail }) => [
        stepMarks[outcome],
        text(title),
        formatDuration(durationMs),
        text(detail),
      ]),
    )}\n\n</details>`,
    candidate === null ? '' : `Pair ${code(`${candidate.version}@${candidate.deployment}`)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function judged(report: ReportData): string[] {
  const metrics = judgedMetrics(report);
  return metrics.length === 0
    ? []
    : [
        table(
          ['', 'Judged by', 'Of', 'Source', 'Difference', 'Interval', 'Threshold'],
          metrics.map(({ target, source, metric, measure }) => [
            measure.isRed ? '❌' : '✅',
            metric,
            text(target),
            text(source),
            round(measure.difference),
            `${round(measure.low)} to ${round(measure.high)}`,
            round(measure.threshold),
          ]),
        ),
      ];
}

const round = (number: number): string => String(Number(number.toPrecision(3)));
