import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { formatPair, type Pair } from '../../stack/pair.ts';
import { makeWhole } from '../traffic/rollout.ts';
import { shiftingTo } from '../traffic/shifting/shifting-to.ts';
import type { Target } from '../traffic/target.ts';

/** Lets the candidate serve a share of a target's requests. */
export function shiftRequests(
  { writers, clients: { cloudWatch }, id }: Pick<ReleaseContext, 'writers' | 'clients' | 'id'>,
  target: Target,
  candidate: Pair,
  percent: number,
): Step<Target> {
  const shifting = shiftingTo({ ...writers, cloudWatch }, target, candidate);
  return {
    id: `shift-${target.name}-${String(percent)}`,
    title: `shift ${String(percent)} % of ${target.name}`,
    async run() {
      const whole = await makeWhole(writers, target, candidate, id);
      return shifting.setShare(whole, { candidate, percent, release: id });
    },
    detail: () => `to ${formatPair(candidate)} by ${shifting.name}`,
  };
}
