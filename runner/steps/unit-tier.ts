import type { ReleaseContext } from '../context.ts';
import { limitOf, runTier, showOutput } from '../gates/tier.ts';
import type { Step } from '../steps.ts';

/** The handler's code, on this machine. */
export function unitTier(
  context: Pick<ReleaseContext, 'settings' | 'stop' | 'reporter'>,
): Step<void> {
  const id = 'unit-tier';
  return {
    id,
    title: 'unit tier',
    atMost: limitOf(context.settings.release),
    run: () => runTier('unit', {}, context.settings, showOutput(context, id)),
  };
}
