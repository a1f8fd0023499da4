// `npm test --workspace local`: the tests of this package. With `-- FILE…` only those test files.

import { packageRoot } from './package-root.ts';
import { formatSummary, formatTotal } from './report.ts';
import { runAva } from './run-ava.ts';
import { hasToolchain } from './toolchain.ts';

const print = (text: string): void => void process.stdout.write(text);

async function main(files: readonly string[]): Promise<number> {
  if (!(await hasToolchain(print))) {
    print(formatTotal(0, 1));
    return 1;
  }
  const summary = await runAva(files, packageRoot);
  print(formatSummary(summary));
  return summary.failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
