import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { isSettled, settle } from '../traffic/settling.ts';
import type { Target } from '../traffic/target.ts';
import { afterGates } from './concurrency.ts';

/** Tidies up side by side on targets that have accepted; what is left the next command finishes. */
export function settleTargets(
  { writers }: Pick<ReleaseContext, 'writers'>,
  targets: readonly Target[],
): Step<readonly Target[]> {
  const names = targets.filter((target) => !isSettled(target)).map(({ name }) => name);
  return {
    id: 'settle',
    title: 'settle',
    run: () =>
      Promise.all(
        targets.map((target) =>
          settle(writers, target).catch((error: unknown) => {
            throw afterGates(target.name, error);
          }),
        ),
      ),
    detail: () => (names.length === 0 ? 'all are' : names.join(', ')),
    planned: { result: targets, detail: 'would tidy up' },
  };
}
