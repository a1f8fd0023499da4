import { stripVTControlCharacters } from 'node:util';
import type { ReportData } from './report-data.ts';

type TestData = NonNullable<ReportData['gates'][number]['tests']>[number];

const testPoint = /^(?<not>not )?ok\b *\d* *(?:- )?(?<rest>.*)$/;
const directive = /^(?<name>.*?) *#\s*(?<what>skip|todo)\S*\s*(?<why>.*)$/i;

/**
 * Reads the tests of the outermost level of TAP (testanything.org, versions 12 to 14).
 *
 * @returns undefined for what is no TAP: a plan or a version, and a test, make it TAP.
 */
export function parseTap(output: string): TestData[] | undefined {
  const lines = stripVTControlCharacters(output).split(/\r?\n/);
  if (!lines.some((line) => /^(TAP version \d+|1\.\.\d+\b)/.test(line))) {
    return undefined;
  }
  const tests: TestData[] = [];
  for (const [at, line] of lines.entries()) {
    const { not, rest = '' } = testPoint.exec(line)?.groups ?? {};
    if (testPoint.test(line)) {
      const { name = rest, what, why = '' } = directive.exec(rest)?.groups ?? {};
      const isFailed = not !== undefined && what?.toLowerCase() !== 'todo';
      tests.push({
        name: name.trim(),
        outcome: what === undefined || isFailed ? (isFailed ? 'failed' : 'passed') : 'skipped',
        message: isFailed ? readDiagnostic(lines, at + 1) : why,
      });
    }
  }
  return tests.length === 0 ? undefined : tests;
}

/** The YAML block below a test, as it stands there. */
function readDiagnostic(lines: readonly string[], from: number): string {
  if (lines[from]?.trim() !== '---') {
    return '';
  }
  const rest = lines.slice(from + 1);
  const end = rest.findIndex((line) => line.trim() === '...');
  return (end === -1 ? rest : rest.slice(0, end)).join('\n');
}
