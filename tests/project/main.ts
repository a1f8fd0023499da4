// `npm test`: everything this project checks about itself. `npm test -- FILE…` runs only those test files.
// With `--full` (`npm run test:full`) it runs the tests that have a quick and a full form in the full one.
// (The lambda and api tiers need a target; a release runs them.)

import { formatSummary, formatTotal } from '../../local/tests/suite/report.ts';
import { runAva } from '../../local/tests/suite/run-ava.ts';
import type { Summary } from '../../local/tests/suite/summary.ts';
import { hasToolchain } from '../../local/tests/suite/toolchain.ts';
import { checks, runChecks } from './suite/checks.ts';
import { formatCheck } from './suite/format-check.ts';
import { findFullForms } from './suite/full-forms.ts';
import { projectRoot } from './suite/project-root.ts';

const allTests = [
  'tests/unit/**/*.test.ts',
  'tests/project/**/*.test.ts',
  'local/tests/**/*.test.ts',
];

const print = (text: string): void => void process.stdout.write(text);

const fullFlag = '--full';
/** ava's limit is for the time in which no test ends, and a whole matrix is one test. */
const fullOptions = ['--timeout=60m'];

function run(files: readonly string[], isFull: boolean): Promise<Summary> {
  if (!isFull) {
    return runAva(files.length === 0 ? allTests : files, projectRoot);
  }
  const inFull = files.length === 0 ? findFullForms() : files;
  return runAva([...fullOptions, ...inFull], projectRoot, { FULL_MATRIX: '1' });
}

async function main(args: readonly string[]): Promise<void> {
  const isFull = args.includes(fullFlag);
  const files = args.filter((arg) => arg !== fullFlag);
  if (!(await hasToolchain(print))) {
    print(formatTotal(0, 1));
    process.exitCode = 1;
    return;
  }
  const isWhole = files.length === 0 && !isFull;
  // Beside the tests, which wait for processes half of their time.
  const [summary, results] = await Promise.all([
    run(files, isFull),
    isWhole ? runChecks(checks) : [],
  ]);
  print(results.map(formatCheck).join(''));
  const green = results.filter((result) => result.passed).length;
  const passed = summary.passed + green;
  const failed = summary.failed + results.length - green;
  print(formatSummary({ ...summary, passed, failed }));
  process.exitCode = failed === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
