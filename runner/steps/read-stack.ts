import type { LiveOutputs } from '../../stack/outputs.ts';
import { findLostAliases } from '../aws/lost-aliases.ts';
import { requireOnAws } from '../aws/outputs.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';

/**
 * Where the stack's things are, from AWS alone: the way back needs no Pulumi.
 *
 * @param target whose alias has to be there.
 */
export function readStack(
  { clients, settings }: Pick<ReleaseContext, 'clients' | 'settings'>,
  target: string,
): Step<LiveOutputs> {
  return {
    id: 'read-stack',
    title: 'read the stack',
    async run() {
      const outputs = await requireOnAws(clients, settings);
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
