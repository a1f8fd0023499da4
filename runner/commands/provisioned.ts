import type { LiveOutputs, StackOutputs } from '../../stack/outputs.ts';
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

/** A stack in one of its regions, with what the program gave out there. */
export interface ProvisionedRegion extends LiveStack {
  readonly outputs: PlacedOutputs;
}

/** A stack with its program. */
export interface ProvisionedStack {
  readonly settings: Settings;
  readonly program: ProgramStack;
  /** What that gave out, of all regions. */
  readonly outputs: StackOutputs;
  /** Those of the settings where it is provisioned, the home region first. */
  readonly regions: readonly ProvisionedRegion[];
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
  const clients = createClients(awsPlaceOf(settings));
  const [program] = await Promise.all([openProgram(settings), verifyIdentity(clients, settings)]);
  const outputs = await requireOutputs(program);
  const regions = settingsByRegion(settings).flatMap((here) => {
    const there = here.region === here.homeRegion ? clients : createClients(awsPlaceOf(here));
    const given = outputsOf(outputs, here);
    return given ? [{ settings: here, clients: there, outputs: given }] : [];
  });
  return { settings, program, outputs, regions };
}
