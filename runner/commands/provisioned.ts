import type { StackOutputs } from '../../stack/outputs.ts';
import { createClients, type Clients } from '../aws/clients.ts';
import { verifyIdentity } from '../aws/identity.ts';
import { openProgram } from '../pulumi/open-program.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { requireOutputs } from '../pulumi/require-outputs.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { readSettings } from './read-settings.ts';

export interface ProvisionedStack {
  readonly settings: Settings;
  readonly clients: Clients;
  readonly outputs: StackOutputs;
  readonly program: ProgramStack;
}

/**
 * What commands need that look at a stack.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 */
export async function openProvisionedStack(name: string): Promise<ProvisionedStack> {
  const settings = readSettings(name);
  const clients = createClients(settings.region);
  const [program] = await Promise.all([openProgram(name), verifyIdentity(clients, settings)]);
  return { settings, clients, outputs: await requireOutputs(program), program };
}
