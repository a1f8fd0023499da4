// `npm test`: everything this project checks about itself. `npm test -- FILE…` runs only those test files.
// With `--full` (`npm run test:full`) it runs the tests that have a quick and a full form in the full one.
// (The lambda and api tiers need a target; a release runs them.)

import { findPulumi } from '../../local/toolchain/pulumi.ts';
import { checks, runChecks } from './suite/checks.ts';
import { findFullForms } from './suite/full-forms.ts';
import { formatCheck, formatSlowest, formatTotal } from './suite/report.ts';
import { runAva } from './suite/run-ava.ts';
import type { Summary } from './suite/summary.ts';

const ALL_TESTS = ['tests/unit/**/*.test.ts', 'tests/project/**/*.test.ts'];
const CHECKS_AT_A_TIME = 2;

const print = (text: string): void => void process.stdout.write(text);

/** The tests start Pulumi; getting it now keeps minutes of downloading out of a test's time limit. */
async function hasToolchain(): Promise<boolean> {
  try {
    const { binDir, version } = await findPulumi((line) => print(`${line}\n`));
    print(`Pulumi ${version} (${binDir})\n\n`);
    return true;
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  }
}

const FULL_FLAG = '--full';
/** ava's limit is for the time in which no test ends, and a whole matrix is one test. */
const FULL_OPTIONS = ['--timeout=60m'];

function run(files: readonly string[], isFull: boolean): Promise<Summary> {
  if (!isFull) return runAva(files.length === 0 ? ALL_TESTS : files);
  const inFull = files.length === 0 ? findFullForms() : files;
  return runAva([...FULL_OPTIONS, ...inFull], { FULL_MATRIX: '1' });
}

async function main(args: readonly string[]): Promise<void> {
  const isFull = args.includes(FULL_FLAG);
  const files = args.filter((arg) => arg !== FULL_FLAG);
  let passed = 0;
  let failed = 0;
  if (!(await hasToolchain())) failed = 1;
  else {
    if (files.length === 0 && !isFull) {
      const results = await runChecks(checks, CHECKS_AT_A_TIME, (result) =>
        print(formatCheck(result)),
      );
      passed = results.filter((result) => result.passed).length;
      failed = results.length - passed;
      print('\n');
    }
    const summary = await run(files, isFull);
    passed += summary.passed;
    failed += summary.failed;
    print(formatSlowest(summary.files));
    if (summary.skipped > 0) print(`${String(summary.skipped)} skipped\n`);
  }
  print(formatTotal(passed, failed));
  process.exitCode = failed === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
