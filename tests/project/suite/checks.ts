import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

/** One tool over the whole tree. It counts as one test. */
export interface Check {
  readonly title: string;
  readonly command: readonly [tool: string, ...args: string[]];
}

export interface CheckResult {
  readonly title: string;
  readonly passed: boolean;
  /** What the tool said, for when it failed. */
  readonly output: string;
  readonly durationMs: number;
}

/** The same as the package scripts `lint`, `typecheck`, `format:check` and `knip`. */
export const checks: readonly Check[] = [
  { title: 'lint', command: ['oxlint'] },
  { title: 'types', command: ['tsc'] },
  { title: 'types of the function', command: ['tsc', '--project', 'tests/unit'] },
  { title: 'format', command: ['oxfmt', '--check'] },
  { title: 'unused files, exports and dependencies', command: ['knip'] },
];

const maxOutputBytes = 64 * 1024 * 1024;

/** Runs a tool from node_modules. Never rejects. */
export function runCheck({ title, command: [tool, ...args] }: Check): Promise<CheckResult> {
  const start = performance.now();
  const executable = join(projectRoot, 'node_modules', '.bin', tool);
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, maxBuffer: maxOutputBytes };
    execFile(executable, args, options, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trim();
      const output = said === '' && error !== null ? error.message : said;
      resolve({ title, passed: error === null, output, durationMs: performance.now() - start });
    });
  });
}

/** Runs checks one after the other. Never rejects. */
export async function runChecks(all: readonly Check[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of all) {
    results.push(await runCheck(check));
  }
  return results;
}
