import type { LiveOutputs, StackOutputs } from '../../stack/outputs.ts';
import { awsPlaceOf } from '../../stack/sign-in/aws-place.ts';
import { createClients, type Clients } from '../aws/clients.ts';
import { readBeside, verifyIdentity } from '../aws/identity.ts';
import { requireOnAws } from '../aws/outputs.ts';
import { openProgram } from '../pulumi/open-program.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { requireOutputs } from '../pulumi/require-outputs.ts';
import type { Settings } from '../../stack/stack-file.ts';
import { readSettings } from './read-settings.ts';

/** A stack as AWS tells it. */
export interface LiveStack {
  readonly settings: Settings;
  readonly clients: Clients;
  readonly outputs: LiveOutputs;
}

/** A stack with its program, and what that gave out. */
export interface ProvisionedStack extends LiveStack {
  readonly outputs: StackOutputs;
  readonly program: ProgramStack;
}

/**
 * What commands need that look at a stack. They do it also when Pulumi, or where it keeps its state,
 * cannot be reached.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 */
export async function openLiveStack(name: string): Promise<LiveStack> {
  const settings = await readSettings(name);
  const clients = createClients(awsPlaceOf(settings));
  const [, outputs] = await readBeside(
    verifyIdentity(clients, settings),
    requireOnAws(clients, settings),
  );
  return { settings, clients, outputs };
}

/**
 * What commands need that look at a stack and at its program.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 */
export async function openProvisionedStack(name: string): Promise<ProvisionedStack> {
  const settings = await readSettings(name);
  const clients = createClients(awsPlaceOf(settings));
  const [program] = await Promise.all([openProgram(settings), verifyIdentity(clients, settings)]);
  return { settings, clients, outputs: await requireOutputs(program), program };
}
