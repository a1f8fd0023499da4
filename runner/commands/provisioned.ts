import type { LiveOutputs } from '../../stack/outputs.ts';
import { outputsOf, type PlacedOutputs } from '../../stack/region-outputs.ts';
import { awsPlaceOf } from '../../stack/sign-in/aws-place.ts';
import { createClients, type Clients } from '../aws/clients.ts';
import { readBeside, verifyIdentity } from '../aws/identity.ts';
import { requireOnAws } from '../aws/outputs.ts';
import { openProgram } from '../pulumi/open-program.ts';
import type { ProgramStack } from '../pulumi/program-stack.ts';
import { requireOutputs } from '../pulumi/require-outputs.ts';
import { settingsByRegion, type Settings } from '../../stack/stack-file.ts';
import { choosePlaces } from './choose-places.ts';
import { readSettings } from './read-settings.ts';

/** A stack as AWS tells it. */
export interface LiveStack {
  readonly settings: Settings;
  readonly clients: Clients;
  readonly outputs: LiveOutputs;
}

/** A stack with its program, and what that gave out. */
export interface ProvisionedStack extends LiveStack {
  readonly outputs: PlacedOutputs;
  readonly program: ProgramStack;
}

/**
 * What commands need that look at a stack. They do it also when Pulumi, or where it keeps its state,
 * cannot be reached.
 *
 * @param region of the stack; its home region where that is left out.
 * @throws {UsageError} before the stack's first `pulumi up`, and for what is no region of the stack.
 */
export async function openLiveStack(name: string, region?: string): Promise<LiveStack> {
  const settings = await readSettings(name);
  const [where] = choosePlaces(settings, { region: region ?? settings.homeRegion }).names;
  return openLive({ ...settings, region: where });
}

/** As {@link openLiveStack}, in the region of the settings. */
export async function openLive(settings: Settings): Promise<LiveStack> {
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
  const { clients, program } = await openWithProgram(settings);
  return { settings, clients, outputs: await requireOutputs(program), program };
}

/**
 * The same of each region of a stack where it is provisioned, the home region first.
 *
 * @throws {UsageError} before the stack's first `pulumi up`.
 */
export async function openProvisionedRegions(name: string): Promise<readonly ProvisionedStack[]> {
  const settings = await readSettings(name);
  const { clients, program } = await openWithProgram(settings);
  const all = await requireOutputs(program);
  return settingsByRegion(settings).flatMap((here) => {
    const outputs = outputsOf(all, here);
    const there = here.region === here.homeRegion ? clients : createClients(awsPlaceOf(here));
    return outputs ? [{ settings: here, clients: there, outputs, program }] : [];
  });
}

async function openWithProgram(
  settings: Settings,
): Promise<Pick<ProvisionedStack, 'clients' | 'program'>> {
  const clients = createClients(awsPlaceOf(settings));
  const [program] = await Promise.all([openProgram(settings), verifyIdentity(clients, settings)]);
  return { clients, program };
}
