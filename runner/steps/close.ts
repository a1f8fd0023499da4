import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import type { Target } from '../traffic/target.ts';
import { closeStandby } from '../traffic/standby.ts';

/** Closes the standby API stage of a target: its tests have run. */
export function closeAfterTests(
  { writers }: Pick<ReleaseContext, 'writers'>,
  target: Target,
): Step<Target> {
  return {
    id: `close-${target.name}`,
    title: `close the standby of ${target.name}`,
    run: () => closeStandby(writers, target),
    planned: { result: target, detail: 'would answer nobody any more' },
  };
}
