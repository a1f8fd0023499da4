import { takeAway } from '../../../../runner/commands/retire/take-away.ts';
import type { ReleaseContext } from '../../../../runner/context.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import { beta } from './_beta.ts';

/** Takes `beta` away, as `npm run retire` does once it was confirmed. */
export async function retireBeta(
  { clients, openProgram, writers, stop }: ReleaseContext,
  outputs: StackOutputs,
): Promise<void> {
  const { propagation: reads } = writers;
  const program = await openProgram();
  const drain = () => Promise.reject(new Error('No region is retired'));
  await takeAway({ clients, outputs, program }, { target: beta.name }, { reads, stop, drain });
}
