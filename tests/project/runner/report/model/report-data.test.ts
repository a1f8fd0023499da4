import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { makeReportSchema, reportData } from '../../../../../runner/report/model/report-data.ts';
import { root } from '../../../../../runner/root.ts';
import { putBackReport } from '../_reports.ts';

test('the JSON schema is the one of the report: npm run schema writes it anew', (t) => {
  const file = join(root, 'runner', 'report', 'report.schema.json');
  const committed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  t.deepEqual(committed, JSON.parse(JSON.stringify(makeReportSchema())));
});

test('a report is what its schema says, and is the same when it is read again', (t) => {
  const report = putBackReport();
  t.deepEqual<unknown, unknown>(reportData.parse(JSON.parse(JSON.stringify(report))), report);
});
