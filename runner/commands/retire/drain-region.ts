import { setTimeout as delay } from 'node:timers/promises';
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  paginateListHostedZones,
  Route53Client,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { leadsToRegion } from '../../../stack/domain-routing.ts';
import { domainNamesOf } from '../../../stack/domain-address.ts';
import type { StackSettings } from '../../../stack/settings.ts';
import { awsPlaceOf } from '../../../stack/sign-in/aws-place.ts';
import { clientOptionsOf } from '../../../stack/sign-in/resolve-credentials.ts';
import type { Settings } from '../../../stack/stack-file.ts';

const pollMs = 2_000;

/** Of an alias to API Gateway: Route 53 gives it the time to live of what it leads to. */
const aliasTtlMs = 60_000;

/** Whether records lead the callers of a stack to its regions. */
export function isRouted({ program }: Settings): boolean {
  return program.domain?.routing !== undefined;
}

/** As {@link drainRegion}, with what a stack has; another engine's names are in no resolver. */
export async function drain(
  settings: Settings,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  if (!isRouted(settings)) {
    return;
  }
  const place = awsPlaceOf(settings);
  const route53 = new Route53Client(clientOptionsOf(place));
  const ttlMs = place.endpoint === undefined ? aliasTtlMs : 0;
  await drainRegion(route53, settings.program, { region, ttlMs, signal });
}

interface Draining {
  readonly region: string;
  /** How long resolvers may still know what was answered before. */
  readonly ttlMs: number;
  readonly signal: AbortSignal;
}

/**
 * Leads no caller to a region any more: takes the record sets away that do, waits until every name server knows, and
 * then for as long as resolvers keep what they were told. Killed on the way, it can be called again; it waits again
 * then, as nobody knows since when the records are gone.
 *
 * @param settings nothing is done where the stack is not routed.
 */
export async function drainRegion(
  route53: Route53Client,
  settings: StackSettings,
  { region, ttlMs, signal }: Draining,
): Promise<void> {
  const { domain } = settings;
  if (domain?.routing === undefined || domain.zone === undefined) {
    return;
  }
  const names = domainNamesOf(settings);
  for (const zoneId of await findZones(route53, domain.zone)) {
    const records = await findLeading(route53, zoneId, names, region);
    if (records.length > 0) {
      await takeAway(route53, zoneId, records, signal);
    }
  }
  await delay(ttlMs, undefined, { signal });
}

/** Public ones. */
async function findZones(client: Route53Client, name: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {})) {
    const named = HostedZones.filter(
      (zone) => zone.Name === `${name}.` && zone.Config?.PrivateZone !== true,
    );
    found.push(...named.map(({ Id = '' }) => Id.replace('/hostedzone/', '')));
  }
  return found;
}

async function findLeading(
  client: Route53Client,
  HostedZoneId: string,
  names: readonly string[],
  region: string,
): Promise<ResourceRecordSet[]> {
  const wanted = names.flatMap((name) => [
    { StartRecordName: name, StartRecordType: 'A' as const },
    { StartRecordName: name, StartRecordType: 'AAAA' as const },
  ]);
  const found = await Promise.all(
    wanted.map(async (start) => {
      // A name has a set for each region or place, so all are in the first page.
      const { ResourceRecordSets = [] } = await client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId, ...start }),
      );
      return ResourceRecordSets.filter(
        ({ Name, Type, SetIdentifier }) =>
          Name === `${start.StartRecordName}.` &&
          Type === start.StartRecordType &&
          leadsToRegion(SetIdentifier, region),
      );
    }),
  );
  return found.flat();
}

/** All of them or none: the values are told along, so that one which somebody changed meanwhile is left alone. */
async function takeAway(
  client: Route53Client,
  HostedZoneId: string,
  records: readonly ResourceRecordSet[],
  signal: AbortSignal,
): Promise<void> {
  const Changes = records.map((ResourceRecordSet) => ({
    Action: 'DELETE' as const,
    ResourceRecordSet,
  }));
  const { ChangeInfo } = await client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }),
  );
  let status = ChangeInfo?.Status;
  while (status === 'PENDING') {
    await delay(pollMs, undefined, { signal });
    const change = await client.send(new GetChangeCommand({ Id: ChangeInfo?.Id }));
    status = change.ChangeInfo?.Status;
  }
}
