import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import type { Pair } from '../../stack/pair.ts';
import { putBack } from '../traffic/promotion.ts';
import { isOnTrial, journalOf, type Target } from '../traffic/target.ts';

/** Whether a killed run left a target with something else than this candidate on trial, or was taking it away. */
export function hasOtherTrial(target: Target, candidate: Pair): boolean {
  return journalOf(target)?.state === 'trial' && !isOnTrial(target, candidate);
}

/**
 * Puts back what killed releases left on trial that is not this candidate, and ends what killed rollbacks began. What
 * is decided after that, as what waits for approval, goes by pairs that were accepted.
 */
export function endOtherTrials(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  targets: readonly Target[],
  candidate: Pair,
): Step<readonly Target[]> {
  const others = targets.filter((target) => hasOtherTrial(target, candidate));
  const names = others.map(({ name }) => name).join(', ');
  return {
    id: 'end-trials',
    title: 'put back what was left on trial',
    run: () =>
      Promise.all(
        targets.map(async (target) =>
          others.includes(target) ? ((await putBack(writers, target, id)) ?? target) : target,
        ),
      ),
    detail: () => names,
    planned: { result: targets, detail: `would put back ${names}` },
  };
}
