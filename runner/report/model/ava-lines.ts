import { stripVTControlCharacters } from 'node:util';
import type { ReportData } from './report-data.ts';

type TestData = NonNullable<ReportData['gates'][number]['tests']>[number];

const passed = /^ {2}✔ (?<name>.+?)(?: \([\d.msh ]+\))?$/;
const other = /^ {2}(?:✘|-) \[(?<kind>fail|skip|todo)\]:? (?<name>.+)$/;
const summary = /^ {2}\d+ tests? (?:passed|failed|skipped)$/;
const rule = '  ─';

/** A test as a line of ava tells it as soon as it has ended; behind the name of a failed one may be why. */
export function readAvaLine(line: string): Omit<TestData, 'message'> | undefined {
  const { name } = passed.exec(line)?.groups ?? {};
  if (name !== undefined) {
    return { name, outcome: 'passed' };
  }
  const found = other.exec(line)?.groups;
  return found === undefined
    ? undefined
    : { name: found.name ?? '', outcome: found.kind === 'fail' ? 'failed' : 'skipped' };
}

/**
 * Reads the tests of what ava prints where it has no terminal.
 *
 * @returns undefined for what ava did not print: its last lines are counts.
 */
export function parseAvaLines(output: string): TestData[] | undefined {
  const lines = stripVTControlCharacters(output).split(/\r?\n/);
  if (!lines.some((line) => summary.test(line))) {
    return undefined;
  }
  const border = lines.indexOf(rule);
  const told = lines.slice(0, border === -1 ? undefined : border);
  const tests = told.flatMap((line) => readAvaLine(line) ?? []);
  const details = border === -1 ? [] : lines.slice(border + 1);
  const failures = tests.filter(({ outcome }) => outcome === 'failed');
  const heads = failures.map(({ name }) => findHead(details, name));
  return tests.map((test) => {
    const at = heads[failures.indexOf(test)];
    if (at === undefined || at === -1) {
      return { ...test, message: '' };
    }
    const end = details.findIndex(
      (line, index) => index > at && (heads.includes(index) || line === rule),
    );
    const block = details.slice(at + 1, end === -1 ? undefined : end);
    return { ...test, name: details[at]?.trim() ?? test.name, message: block.join('\n').trim() };
  });
}

/** Where the details of a test begin: with its title alone, of which a line tells more. */
function findHead(details: readonly string[], told: string): number {
  const heads = details.flatMap((line, at) =>
    /^ {2}\S/.test(line) && details[at + 1] === '' && told.startsWith(line.trim()) ? [at] : [],
  );
  const [longest] = heads.sort(
    (one, two) => (details[two]?.length ?? 0) - (details[one]?.length ?? 0),
  );
  return longest ?? -1;
}
