import { globSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { recordFile } from '../../../../adopt/record.ts';
import { verify } from '../../../../runner/bootstrap/installed.mjs';
import { greetingFolder } from '../../_helpers/greeting.ts';

export const projectRoot = join(import.meta.dirname, '..', '..', '..', '..');

const copied = [
  ...['stack', 'adopt', 'infra', 'function/prove-pair.ts', 'bundler', 'runner', 'local'],
  ...['tests/target.ts', 'gated', 'package.json', 'tsconfig.json', 'ava.config.js', '.npmrc'],
  ...['CHANGELOG.md', 'docs/settings.md'],
];
const usersOwn = [
  ...['function', 'tests/unit', 'tests/lambda', 'tests/api'],
  ...globSync('Pulumi{,.*}.yaml', { cwd: projectRoot }),
];
/** The record is of an adopted project only. */
const notCopied = [join(projectRoot, 'local', 'tests'), join(projectRoot, recordFile)];
/** The lockfile too: by its time the launcher knows that node_modules was verified. */
const linked = ['node_modules', 'package-lock.json'];

/**
 * With the example of these tests (it has no tsconfig.json: checking types takes seconds that no test is
 * about), or with what the user put in.
 */
export type Filling = 'example' | 'user';

/** Copies the project, but for what is its own tests'. */
export async function layOut(root: string, filled: Filling): Promise<void> {
  const problem = verify(projectRoot);
  if (problem !== undefined) {
    throw new Error(`${problem}: run npm ci in ${projectRoot}`);
  }
  for (const path of filled === 'user' ? [...copied, ...usersOwn] : copied) {
    const filter = (source: string): boolean => !notCopied.includes(source);
    await cp(join(projectRoot, path), join(root, path), { recursive: true, filter });
  }
  if (filled === 'example') {
    await cp(greetingFolder, root, { recursive: true });
  }
  for (const path of linked) {
    await symlink(join(projectRoot, path), join(root, path));
  }
}
