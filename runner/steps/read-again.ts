import type { LiveOutputs } from '../../stack/outputs.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';
import { readTargets, type Target } from '../traffic/target.ts';

type Context = Pick<ReleaseContext, 'clients' | 'writers' | 'stop'>;

/** Reads the targets again where AWS may have answered with what they were. */
export function readAgain(
  context: Context,
  outputs: LiveOutputs,
  targets: readonly Target[],
): Step<readonly Target[]> {
  return {
    id: 'read-again',
    title: 'read the targets again',
    run: () => readTruly(context, outputs, targets),
    planned: { result: targets, detail: 'would read them again' },
  };
}

/**
 * Waits until AWS's answers about targets are true, and asks: since the lock was taken nobody else
 * writes, so an answer that comes late enough is.
 *
 * @returns the targets as they are where AWS's answers are always true.
 */
export async function readTruly(
  { clients, writers: { propagation }, stop }: Context,
  outputs: LiveOutputs,
  targets: readonly Target[],
): Promise<readonly Target[]> {
  if (propagation.oldReadMs === 0) {
    return targets;
  }
  await propagation.untilReadsAreTrue(stop.signal);
  return readTargets(
    clients,
    outputs,
    targets.map(({ name }) => name),
  );
}
