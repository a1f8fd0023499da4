import { stackFileOf } from '../../stack/stack-name.ts';
import { UsageError } from '../errors.ts';
import { advise, npmRun } from '../report/next.ts';

/** Of each resource that the program does not make any more, and that is protected. */
const refusal = /resource "urn:[^"]*:(\w+)::([^:"]+)" cannot be deleted\s+because it is protected/g;

/**
 * What to say where Pulumi refuses to delete what may serve, as half of a target that was added and taken out
 * again: what no `pulumi up` gave out yet, the program itself does not miss.
 *
 * @param problems as the engine tells them.
 * @returns undefined where it is something else.
 */
export function findStillProtected(
  problems: readonly string[],
  stack: string,
): UsageError | undefined {
  const found = [...problems.join('\n').matchAll(refusal)];
  if (found.length === 0) {
    return undefined;
  }
  const names = new Set(found.map(([, type = '', name = '']) => `${type} ${name}`));
  return new UsageError(
    `Nothing was changed, as pulumi up would delete ${[...names].sort().join(', ')} while it may serve`,
    advise(
      npmRun('release'),
      `put what it is of back into ${stackFileOf(stack)}, as a target is retired when it is whole; then`,
    ),
    { resource: `stack ${stack}` },
  );
}
