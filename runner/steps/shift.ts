import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair, type Pair } from '../traffic/pair.ts';
import { settle } from '../traffic/rollout.ts';
import { shiftingTo } from '../traffic/shifting/shifting-to.ts';
import type { Target } from '../traffic/target.ts';

/** Lets the candidate serve a share of a target's requests. */
export function shiftRequests(
  { clients, id }: Pick<ReleaseContext, 'clients' | 'id'>,
  target: Target,
  candidate: Pair,
  percent: number,
): Step<Target> {
  const shifting = shiftingTo(clients, target, candidate);
  return {
    id: `shift-${target.name}-${String(percent)}`,
    title: `shift ${String(percent)} % of ${target.name}`,
    async run() {
      const settled = await settle(clients, target, candidate, id);
      return shifting.setShare(settled, { candidate, percent, release: id });
    },
    detail: () => `to ${formatPair(candidate)} by ${shifting.name}`,
  };
}
