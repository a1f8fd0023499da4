import { takeAway } from '../../../../runner/commands/retire/take-away.ts';
import type { ReleaseContext } from '../../../../runner/context.ts';
import type { StackOutputs } from '../../../../stack/outputs.ts';
import { beta } from './_beta.ts';

/** Takes `beta` away, as `npm run retire` does once it was confirmed. */
export async function retireBeta(
  { clients, openProgram, writers, stop, settings: { region: name } }: ReleaseContext,
  outputs: StackOutputs,
): Promise<void> {
  const { lambda, cloudWatch } = clients;
  const stack = {
    ...{ outputs, program: await openProgram() },
    ...{ regions: [{ name, lambda }], calledIn: [cloudWatch] },
  };
  await takeAway(
    stack,
    { target: beta.name },
    {
      // Tests ask it to see what it serves.
      mayBeCalled: true,
      drain: () => Promise.reject(new Error('No region is retired')),
      propagation: writers.propagation,
      stop,
    },
  );
}
