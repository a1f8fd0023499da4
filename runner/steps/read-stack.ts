import type { LiveOutputs } from '../../stack/outputs.ts';
import { findLostAliases } from '../aws/lost-aliases.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';

/**
 * Where the stack's things are, from AWS alone: the way back needs no Pulumi.
 *
 * @param target whose alias has to be there.
 * @param reading begun beside what has to be verified first.
 */
export function readStack(
  { clients, settings }: Pick<ReleaseContext, 'clients' | 'settings'>,
  target: string,
  reading: Promise<LiveOutputs>,
): Step<LiveOutputs> {
  return {
    id: 'read-stack',
    title: 'read the stack',
    async run() {
      const outputs = await reading;
      const missing = settings.program.targets.filter(
        ({ name }) => name === target && outputs.targets[name] === undefined,
      );
      const [lost] = await findLostAliases(clients, outputs, missing);
      if (lost !== undefined) {
        throw lost;
      }
      return outputs;
    },
  };
}
