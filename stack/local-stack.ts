import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { project } from './project.ts';
import { shortNameOf, stackFileOf } from './stack-name.ts';

/** Local whatever its file says, so that a newcomer needs no setting. */
const alwaysLocal = 'local';

const stackFile = z.object({
  config: z.object({ [`${project}:local`]: z.literal([true, 'true']) }),
});

/**
 * Whether a stack is on the embedded AWS: the one named `local`, and each whose file says `local: true`.
 * It has to be known before the file is held against its rules, so of a file that is wrong it is false.
 *
 * @param root of the project.
 */
export function isLocalStack(root: string, stack: string): boolean {
  if (shortNameOf(stack) === alwaysLocal) {
    return true;
  }
  try {
    const text = readFileSync(join(root, stackFileOf(stack)), 'utf8');
    return stackFile.safeParse(parse(text)).success;
  } catch {
    return false;
  }
}
