import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startCommand, type Environment } from '../behaviour/e2e/_command.ts';
import type { Job, Workflow } from './_workflow.ts';

/** What a job gave out, by the names of its outputs. */
export type Outputs = Readonly<Record<string, string>>;

/** What became of a job. */
export interface JobRun {
  readonly outputs: Outputs;
  /** What its steps wrote for the job's page. */
  readonly summary: string;
  readonly stderr: string;
}

interface Options {
  /** What `${{ … }}` stands for, where it is not an output of a step. */
  readonly expressions: Readonly<Record<string, string>>;
  readonly env?: Environment;
}

/**
 * Runs the `run:` lines of a job in order, as GitHub's runner does: with `bash -e`, its variables, and files
 * for outputs and summary.
 *
 * @throws {Error} when a step fails, or names an expression that is not known.
 */
export async function runJob(
  root: string,
  { env: shared = {} }: Workflow,
  { steps, env: own = {}, outputs: named = {} }: Job,
  { expressions, env = {} }: Options,
): Promise<JobRun> {
  const folder = dirname(root);
  const [outputFile, summaryFile] = ['github-output', 'github-summary'].map((name) =>
    join(folder, name),
  ) as [string, string];
  await writeFile(summaryFile, '');
  const known: Record<string, string> = { ...expressions };
  const fill = (text: string) =>
    text.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => {
      const value = known[expression];
      if (value === undefined) {
        throw new Error(`Nobody says what ${expression} is`);
      }
      return value;
    });
  const fillAll = (all: Readonly<Record<string, string | number | boolean>>) =>
    Object.fromEntries(Object.entries(all).map(([name, text]) => [name, fill(String(text))]));
  let said = '';
  for (const { run, id, env: ofStep = {} } of steps) {
    if (run === undefined) {
      continue;
    }
    const script = join(folder, 'step.sh');
    await writeFile(script, fill(run));
    await writeFile(outputFile, '');
    const { status, stderr, stdout } = await startCommand('bash', ['-e', script], root, {
      ...fillAll({ ...shared, ...own, ...ofStep }),
      E2E_CHECKOUT: folder,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      GITHUB_SHA: '0123456789012345678901234567890123456789',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'ada/greeting',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_WORKSPACE: root,
      RUNNER_TEMP: folder,
      ...env,
    }).ended;
    said += stderr;
    if (status !== 0) {
      throw new Error(`${run}\nended with ${String(status)}:\n${stdout}${stderr}`);
    }
    for (const [name, value] of Object.entries(await readOutputs(outputFile))) {
      known[`steps.${id ?? ''}.outputs.${name}`] = value;
    }
  }
  const summary = existsSync(summaryFile) ? await readFile(summaryFile, 'utf8') : '';
  return { outputs: fillAll(named), summary, stderr: said };
}

async function readOutputs(file: string): Promise<Outputs> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
