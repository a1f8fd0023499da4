import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { putBack } from '../traffic/promotion.ts';
import type { Target } from '../traffic/target.ts';
import { closeStandby } from '../traffic/standby.ts';

/** Ends what a killed release of something else left on trial, or open, as this one goes no further. */
export function stopForApproval(
  { writers, id }: Pick<ReleaseContext, 'writers' | 'id'>,
  rest: readonly Target[],
): Step<readonly Target[]> {
  const [target] = rest;
  return {
    id: 'approval',
    title: `approval for ${target?.name ?? ''}`,
    run: () =>
      Promise.all(
        rest.map(async (each) => closeStandby(writers, (await putBack(writers, each, id)) ?? each)),
      ),
    detail: () => 'waits for it',
    planned: { result: rest, detail: 'would wait for it' },
  };
}
