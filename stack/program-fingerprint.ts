import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stackFileOf } from './stack-name.ts';
import type { StackTag } from './stack-tag.ts';

const key = 'gated-lambda-release:program';
const digits = 16;

/**
 * All that decides what `pulumi up` makes: the program, the settings, and with the lockfile the
 * versions of Pulumi's SDK and provider.
 */
const sources = ['infra/**/*', 'stack/**/*.ts', 'Pulumi.yaml', 'package-lock.json'] as const;
/** Holds its rules against what the program would make, and makes nothing itself. */
const policyPack = 'infra/policy-pack/';

/**
 * Hash of the program and of a stack's settings: while it is the same, `pulumi up` has nothing to do
 * but to mend what somebody changed by hand. What `own.ts` takes from elsewhere is not in it.
 *
 * @param root of the project.
 * @returns sixteen hexadecimal digits.
 */
export function fingerprintProgram(root: string, stack: string): string {
  const hash = createHash('sha256');
  const files = globSync([...sources, stackFileOf(stack)], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.startsWith(policyPack) && isFile(join(root, file)))
    .sort();
  for (const file of files) {
    const contents = readFileSync(join(root, file));
    hash.update(`${file}\n${String(contents.length)}\n`).update(contents);
  }
  return hash.digest('hex').slice(0, digits);
}

/** Or a link to one. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** By which a release knows which program was the last to provision the stack, whoever ran it. */
export function programTag(fingerprint: string): StackTag {
  return { key, value: fingerprint };
}
