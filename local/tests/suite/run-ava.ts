import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Summary, summarySchema } from './summary.ts';

const ava = fileURLToPath(new URL('cli.mjs', import.meta.resolve('ava')));

/** ava's exit status says failed where nothing was counted: it could not start, or found no test. */
const notRun: Summary = { passed: 0, failed: 1, skipped: 0, files: [] };

function readSummary(file: string): Summary {
  try {
    return summarySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return notRun;
  }
}

/**
 * Runs ava with its output going where ours goes. What tests of one run share goes into `TEST_RUN_FOLDER`, a
 * folder that ends with the run, and there is what Node.js compiles for them: most of it lies in folders for
 * temporary files, and would be kept for nothing.
 * @param args patterns and options as on ava's command line; without any the tests of its configuration run
 * @param cwd a folder with a configuration of ava
 * @param env what the tests get beside our own environment
 */
export async function runAva(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Summary> {
  const folder = mkdtempSync(join(tmpdir(), 'ava-summary-'));
  const file = join(folder, 'summary.json');
  try {
    const child = spawn(process.execPath, [ava, ...args], {
      cwd,
      env: {
        ...{ ...process.env, ...env },
        ...{ AVA_SUMMARY_FILE: file, TEST_RUN_FOLDER: folder },
        NODE_COMPILE_CACHE: join(folder, 'node-compile-cache'),
        // All that a test asks is on this machine, or is not to be there.
        NODE_USE_ENV_PROXY: '0',
      },
      stdio: 'inherit',
    });
    await once(child, 'close');
    const summary = readSummary(file);
    return child.exitCode !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
