import type { ReportData } from '../model/report-data.ts';
import { markup } from '../text/markup.ts';
import type { Section } from './section.ts';
import { tableOf } from './table-markup.ts';

/** Calls of the runner itself to AWS. */
export function callsSection({ calls }: ReportData): Section | undefined {
  if (calls.length === 0) {
    return undefined;
  }
  const total = calls.reduce((sum, each) => sum + each.calls, 0);
  return {
    id: 'calls',
    title: 'Calls to AWS',
    intro: `${String(total)} calls of the runner. Refused are those that AWS answered with an error, some of which are expected: nothing of that name.`,
    body: markup`<details><summary>By operation</summary>${tableOf(
      'Calls to AWS by operation',
      ['Operation', 'Service', 'Calls', 'Retries', 'Refused'],
      calls.map((each) => [
        markup`<code>${each.operation}</code>`,
        each.service,
        each.calls,
        each.retries,
        each.refused,
      ]),
    )}</details>`,
  };
}
