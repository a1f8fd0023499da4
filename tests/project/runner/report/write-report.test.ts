import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { addToJobSummary, writeReport } from '../../../../runner/report/write-report.ts';
import { id, putBackReport } from './_reports.ts';

const folder = () => mkdtemp(join(tmpdir(), 'report-'));

test('a report is there in all its forms', async (t) => {
  const reports = await folder();
  const page = writeReport(reports, putBackReport());
  t.is(page, join(reports, id, 'report.html'));
  t.deepEqual((await readdir(join(reports, id))).sort(), [
    'junit.xml',
    'report.html',
    'report.json',
    'report.md',
  ]);
  const json: unknown = JSON.parse(await readFile(join(reports, id, 'report.json'), 'utf8'));
  t.deepEqual<unknown, unknown>(json, putBackReport());
});

test('a report that cannot be written says so', async (t) => {
  const reports = join(await folder(), 'reports');
  await writeFile(reports, 'a file is in the way');
  t.throws(() => writeReport(reports, putBackReport()), { code: 'ENOTDIR' });
});

test('a CI job’s summary gets it added, where the CI names a file', async (t) => {
  const file = join(await folder(), 'summary');
  await writeFile(file, 'before\n');
  addToJobSummary(putBackReport(), {});
  addToJobSummary(putBackReport(), { GITHUB_STEP_SUMMARY: file });
  t.true((await readFile(file, 'utf8')).startsWith('before\n## ❌ Red, put back\n'));
});
