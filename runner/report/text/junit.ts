import type { ReportData } from '../model/report-data.ts';
import { titleOf } from '../model/words.ts';
import { markup, type Markup } from './markup.ts';

type Gate = ReportData['gates'][number];

/** The gates of a run as JUnit's XML, which CI systems show: a suite a tier, and one of the steps. */
export function renderJunit(report: ReportData): string {
  const suites = [stepsSuite(report), ...report.gates.map(gateSuite)];
  const cases = suites.reduce((sum, { count }) => sum + count, 0);
  const failures = suites.reduce((sum, suite) => sum + suite.failures, 0);
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${titleOf(report)}" tests="${cases}" failures="${failures}" time="${seconds(report.durationMs)}">
${suites.map(({ xml }) => xml)}
</testsuites>
`.text;
}

interface Suite {
  readonly count: number;
  readonly failures: number;
  readonly xml: Markup;
}

interface Case {
  readonly name: string;
  readonly durationMs: number | undefined;
  readonly failure: string | undefined;
  readonly skipped?: string | undefined;
}

function stepsSuite({ steps, result, durationMs }: ReportData): Suite {
  const problem = 'problem' in result ? result.problem : '';
  const cases = steps.map(({ title, outcome, durationMs: lasted }) => ({
    name: title,
    durationMs: lasted,
    failure: outcome === 'failed' ? problem : undefined,
    skipped: outcome === 'planned' ? 'dry run' : undefined,
  }));
  return suite('steps', durationMs, cases, '');
}

function gateSuite({ step, command, isGreen, durationMs, tests, output }: Gate): Suite {
  const whole = {
    name: command,
    durationMs,
    failure: isGreen ? undefined : `The command ${command} is red`,
  };
  const cases = (tests ?? []).map(({ name, outcome, message }) => ({
    name,
    durationMs: undefined,
    failure: outcome === 'failed' ? message : undefined,
    skipped: outcome === 'skipped' ? message : undefined,
  }));
  return suite(step, durationMs, [whole, ...cases], output);
}

function suite(name: string, durationMs: number, cases: readonly Case[], output: string): Suite {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const xml = markup`<testsuite name="${name}" tests="${cases.length}" failures="${failures}" skipped="${skipped}" time="${seconds(durationMs)}">
${cases.map((each) => caseOf(name, each))}${
    output === '' ? undefined : markup`<system-out>${output}</system-out>\n`
  }</testsuite>
`;
  return { count: cases.length, failures, xml };
}

function caseOf(suiteName: string, { name, durationMs, failure, skipped }: Case): Markup {
  const time = durationMs === undefined ? undefined : markup` time="${seconds(durationMs)}"`;
  const inside = [
    ...(failure === undefined
      ? []
      : [markup`<failure message="${firstLine(failure)}">${failure}</failure>`]),
    ...(skipped === undefined ? [] : [markup`<skipped message="${skipped}"/>`]),
  ];
  return markup`<testcase classname="${suiteName}" name="${name}"${time}>${inside}</testcase>
`;
}

const firstLine = (text: string): string => text.trimStart().split('\n')[0] ?? '';

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
