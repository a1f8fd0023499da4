import type { LiveOutputs } from '../../stack/outputs.ts';
import { requireOnAws } from '../aws/outputs.ts';
import type { ReleaseContext } from '../context.ts';
import type { Step } from '../steps.ts';

/** Where the stack's things are, from AWS alone: the way back needs no Pulumi. */
export function readStack({
  clients,
  settings,
}: Pick<ReleaseContext, 'clients' | 'settings'>): Step<LiveOutputs> {
  return { id: 'read-stack', title: 'read the stack', run: () => requireOnAws(clients, settings) };
}
