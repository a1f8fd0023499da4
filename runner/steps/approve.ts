import { targetsWithApproval } from '../../stack/stack-file.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair } from '../traffic/pair.ts';
import { findWaiting, verifyContinued } from '../traffic/waiting.ts';
import type { Comparison } from './compare.ts';

/**
 * Checks that what waits for approval is what was tested.
 *
 * @returns the name of the target that is approved.
 */
export function approve(
  { settings }: Pick<ReleaseContext, 'settings'>,
  { targets, codeChange }: Comparison,
  deployment: string,
): Step<string> {
  const waiting = findWaiting(targets, targetsWithApproval(settings));
  const candidate =
    codeChange.kind === 'none' ? { version: codeChange.version, deployment } : undefined;
  return {
    id: 'approve',
    title: 'check what was approved',
    async run() {
      verifyContinued(waiting, candidate);
      return waiting.target.name;
    },
    detail: (name) => `${waiting ? formatPair(waiting.pair) : ''} for ${name}`,
  };
}
