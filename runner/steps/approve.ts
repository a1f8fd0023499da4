import { isBehind } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { advise, type Command } from '../report/next.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../../stack/pair.ts';
import { approvalOf, findWaiting, verifyContinued } from '../traffic/waiting.ts';
import type { Comparison } from './compare.ts';

/**
 * Checks that what waits for approval is what was tested.
 *
 * @returns the name of the target that is approved.
 * @throws {UsageError} when nothing waits, something else does, or `--until` stops before it.
 */
export function approve(
  { settings, until, isAgain }: Pick<ReleaseContext, 'settings' | 'until' | 'isAgain'>,
  { targets, codeChange }: Comparison,
  deployment: string,
): Step<string> {
  const waiting = findWaiting(targets, { isAgain });
  const candidate =
    codeChange.kind === 'none' ? { version: codeChange.version, deployment } : undefined;
  return {
    id: 'approve',
    title: 'check what was approved',
    async run() {
      verifyContinued(waiting, candidate);
      verifyReached(settings, waiting.target.name, until, approvalOf(targets));
      return waiting.target.name;
    },
    detail: (name) => `${waiting ? formatPair(waiting.pair) : ''} for ${name}`,
  };
}

function verifyReached(
  settings: ReleaseContext['settings'],
  target: string,
  until: string | undefined,
  approval: Command,
): void {
  if (isBehind(settings, target, until)) {
    throw new UsageError(
      `Target ${target} is what waits, and --until ${until ?? ''} stops before it`,
      advise(approval),
      { resource: `target ${target}` },
    );
  }
}
