import type { ReleaseContext } from '../context.ts';
import { formatPair, type Pair } from '../traffic/pair.ts';
import { settle, shift } from '../traffic/shares.ts';
import type { Step } from '../steps.ts';
import type { Target } from '../traffic/target.ts';
import { judgeCandidate } from './judge.ts';
import type { RolloutPlans } from './rollouts.ts';

/**
 * Shifts a target's requests to the candidate step by step, judging it at each.
 *
 * @returns the target, to be promoted.
 * @throws {GateError} when a step is red.
 */
export async function rollOut(
  context: ReleaseContext,
  target: Target,
  candidate: Pair,
  plans: RolloutPlans,
): Promise<Target> {
  const plan = plans.get(target.name);
  if (plan === undefined) {
    return target;
  }
  let shifted = target;
  for (const percent of plan.percents) {
    shifted = await context.steps.run(shiftRequests(context, shifted, candidate, percent));
    const judgement = judgeCandidate(context, shifted, candidate, percent, plan.rollout);
    await context.steps.run(judgement);
  }
  return shifted;
}

function shiftRequests(
  { clients, id }: ReleaseContext,
  target: Target,
  candidate: Pair,
  percent: number,
): Step<Target> {
  return {
    id: `shift-${target.name}-${String(percent)}`,
    title: `shift ${String(percent)} % of ${target.name}`,
    async run() {
      const settled = await settle(clients, target, candidate, id);
      return shift(clients, settled, candidate, percent, id);
    },
    detail: ({ apiStage }) =>
      `to ${formatPair(candidate)} by ${apiStage.canary === undefined ? 'weights' : 'canary'}`,
  };
}
