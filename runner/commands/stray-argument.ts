import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { shellCommand } from '../report/message.ts';
import type { Next } from '../report/next.ts';
import { root } from '../root.ts';
import type { Options } from './options.ts';

/** Commands take options only: what to say to `npm run release dev`, or to a target without its option. */
export function strayArgument(
  command: string,
  options: Options,
  argument: string,
  help: Next,
): UsageError {
  const problem = `${command} takes no argument ${argument}`;
  const typed = (option: string): Next => ({
    command: { shell: shellCommand(command, [option, argument]) },
    or: help,
  });
  if (existsSync(join(root, `Pulumi.${argument}.yaml`))) {
    return new UsageError(problem, { ...typed('--stack'), text: 'if it is the stack' });
  }
  if (Object.hasOwn(options, 'target') && /^[a-z][a-z0-9-]*$/.test(argument)) {
    return new UsageError(problem, { ...typed('--target'), text: 'if it is a target' });
  }
  return new UsageError(problem, help);
}
