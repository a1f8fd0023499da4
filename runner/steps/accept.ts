import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { acceptTrial } from '../traffic/promotion.ts';
import type { Target } from '../traffic/target.ts';

/** Records that the target's gates were green. */
export function accept(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  target: Target,
): Step<Target> {
  return {
    id: `accept-${target.name}`,
    title: `accept on ${target.name}`,
    run: () => acceptTrial(writers, target, id),
    planned: { result: target, detail: 'would record it' },
  };
}
