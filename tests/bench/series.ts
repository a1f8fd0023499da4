import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import type { Workspace } from './workspace.ts';

/** By kind of command: the calls of AWS that follow one another, of those side by side one. */
export type Series = Readonly<Record<string, readonly string[]>>;

const timeoutMs = 300_000;

/**
 * Counts what a command waits for, call after call: what each of them takes on AWS, a release takes as many times.
 *
 * @param stateFolder of an embedded AWS on which a release was made
 */
export async function measureSeries(workspace: Workspace, stateFolder: string): Promise<Series> {
  // The rounds end with a rollback: where targets serve different versions, a release reads one more of them.
  workspace.editHandler();
  await execa('npm', ['run', 'release'], { ...workspace.startOptions(stateFolder) });
  workspace.editHandler();
  const client = ['node', join('tests', 'bench', 'series-client.ts')];
  const { stdout } = await execa('npm', ['run', '--silent', 'local', '--', ...client], {
    ...workspace.startOptions(stateFolder),
    timeout: timeoutMs,
  });
  return z.record(z.string(), z.array(z.string())).parse(JSON.parse(stdout));
}
