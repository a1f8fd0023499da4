import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPage } from './html/page.ts';
import type { ReportData } from './model/report-data.ts';
import { renderJobSummary } from './text/job-summary.ts';
import { renderJunit } from './text/junit.ts';

/**
 * Writes a report in all its forms: `report.json`, and what is made of it. The page comes last and whole, so
 * that where there is a page all is there.
 *
 * @param folder of all reports.
 * @returns the page's path.
 * @throws {Error} of the file system.
 */
export function writeReport(folder: string, report: ReportData): string {
  const own = join(folder, report.id);
  mkdirSync(own, { recursive: true });
  const forms = {
    'report.json': `${JSON.stringify(report, undefined, 2)}\n`,
    'report.md': renderJobSummary(report),
    'junit.xml': renderJunit(report),
    'report.html': renderPage(report),
  };
  for (const [name, text] of Object.entries(forms)) {
    const file = join(own, name);
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
  return join(own, 'report.html');
}

/**
 * Adds a report to the summary of the CI job that this is, where the CI has named a file for it.
 *
 * @throws {Error} of the file system.
 */
export function addToJobSummary(
  report: ReportData,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file !== undefined && file !== '') {
    appendFileSync(file, `${renderJobSummary(report)}\n`);
  }
}
