import type { StackOutputs } from '../../stack/outputs.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { readTargets, type Target } from '../traffic/target.ts';

/**
 * Reads the targets again where AWS may have answered with what they were: since the lock was taken
 * nobody else writes, and an answer that comes late enough is true.
 */
export function readAgain(
  { clients, writers, stop }: Pick<ReleaseContext, 'clients' | 'writers' | 'stop'>,
  outputs: StackOutputs,
  targets: readonly Target[],
): Step<readonly Target[]> {
  return {
    id: 'read-again',
    title: 'read the targets again',
    async run() {
      if (writers.propagation.oldReadMs === 0) {
        return targets;
      }
      await writers.propagation.untilReadsAreTrue(stop.signal);
      const names = targets.map(({ name }) => name);
      return readTargets(clients, outputs, names);
    },
    planned: { result: targets, detail: 'would read them again' },
  };
}
