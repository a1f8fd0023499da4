import test from 'ava';
import { renderJobSummary } from '../../../../../runner/report/text/job-summary.ts';
import { putBackReport } from '../_reports.ts';

test('a job’s summary says how it ended, what serves and what to type', (t) => {
  const text = renderJobSummary(putBackReport());
  t.true(text.startsWith('## ❌ Red, put back\n'));
  t.true(text.includes('| prod | `6@a1b2c3` |'));
  t.true(text.includes('**Next:** mend the code, then `npm run release`'));
  t.regex(text, /\| ❌ \| errors \| prod \| probes \| 0\.222 \|/);
  t.true(text.includes('<summary>3 steps</summary>'));
});

test('what others chose is text in it', (t) => {
  const subject = '<img src=x onerror=alert(1)> [link](https://evil.test) | `code` *bold*\n# title';
  const text = renderJobSummary(putBackReport({ subject, problem: subject }));
  t.false(text.includes('<img'));
  t.false(text.includes('[link]('));
  t.false(text.includes('https://evil'));
  t.false(/^# title/m.test(text));
});

test('a red tier’s output cannot leave its block', (t) => {
  const report = putBackReport();
  const gates = report.gates.map((gate) => ({ ...gate, isGreen: false, output: '````\n<b>' }));
  t.true(renderJobSummary({ ...report, gates }).includes('`````text\n````\n<b>\n`````'));
});
