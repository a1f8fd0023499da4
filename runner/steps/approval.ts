import { findWaiting, mustWait, verifyContinued } from '../traffic/waiting.ts';
import type { ReleaseContext } from '../context.ts';
import { formatPair, type Pair } from '../traffic/pair.ts';
import { putBack } from '../traffic/promotion.ts';
import { targetsWithApproval } from '../commands/read-settings.ts';
import type { Step } from '../steps.ts';
import type { Target } from '../traffic/target.ts';
import type { Comparison } from './compare.ts';

/**
 * Checks that what waits for approval is what was tested.
 *
 * @returns the name of the target that is approved.
 */
export function approve(
  { settings }: ReleaseContext,
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

/** @param approved name of the target that `--continue` goes on with. */
export function waitsForApproval(
  { settings }: ReleaseContext,
  target: Target,
  candidate: Pair,
  approved: string | undefined,
): boolean {
  return mustWait(target, candidate, targetsWithApproval(settings), approved);
}

/** Ends what a killed release of something else left on trial, as this one goes no further. */
export function stopForApproval(
  { clients, id }: ReleaseContext,
  rest: readonly Target[],
): Step<readonly Target[]> {
  const [target] = rest;
  return {
    id: 'approval',
    title: `approval for ${target?.name ?? ''}`,
    run: () => Promise.all(rest.map(async (each) => (await putBack(clients, each, id)) ?? each)),
    detail: () => 'waits for it',
    planned: { result: rest, detail: 'would wait for it' },
  };
}
