import type { Region } from '../region.ts';
import { choose, type Asking } from './choose.ts';
import { canonicalName, isWithin } from './names.ts';
import type { HostedZone, RecordSet } from './state.ts';
import { isPrivate } from './views.ts';

/** What a client asks DNS. */
export interface Question extends Asking {
  readonly name: string;
  /** `A` */
  readonly type: string;
}

/** Whether a health check of an account is healthy. */
export type HealthOf = (region: Region, id: string) => Promise<boolean>;

export interface Resolution {
  readonly zone: HostedZone;
  /** From the one of the name asked for to the one that says where: an alias leads to the next, a CNAME too. */
  readonly chain: readonly RecordSet[];
  /** The record sets among which the first was chosen, with their health. */
  readonly candidates: readonly { readonly record: RecordSet; readonly isHealthy: boolean }[];
}

/** How many records lead on at most. */
const longestChain = 8;

/**
 * What the public zones of all accounts answer, by the policies of their record sets.
 *
 * @param regions one for each account is enough: zones have no regions
 * @returns undefined where there is no zone, or no record for the client
 */
export async function resolve(
  regions: readonly Region[],
  question: Question,
  healthOf: HealthOf,
  depth = longestChain,
): Promise<Resolution | undefined> {
  const name = canonicalName(question.name);
  const place = zoneOf(regions, name);
  if (place === undefined || depth === 0) {
    return undefined;
  }
  const { zone, region } = place;
  const records = recordsOf(zone, name, question.type);
  const candidates = await Promise.all(
    records.map(async (record) => ({
      record,
      isHealthy: await isHealthy(record, { zone, region, healthOf }, depth),
    })),
  );
  const healthy = new Set(candidates.filter((each) => each.isHealthy).map(({ record }) => record));
  const chosen = choose(records, question, (record) => healthy.has(record));
  if (chosen === undefined) {
    return undefined;
  }
  const next = leadsTo(chosen, zone, question.type);
  const rest =
    next === undefined
      ? undefined
      : await resolve(regions, { ...question, name: next }, healthOf, depth - 1);
  return { zone, chain: [chosen, ...(rest?.chain ?? [])], candidates };
}

/** The zone that has a name: of several, the one that is nearest to it. */
function zoneOf(regions: readonly Region[], name: string) {
  const zones = regions.flatMap((region) =>
    Object.values(region.state.route53.zones)
      .filter((zone) => !isPrivate(zone) && isWithin(name, zone.name))
      .map((zone) => ({ zone, region })),
  );
  return zones.toSorted((a, b) => b.zone.name.length - a.zone.name.length)[0];
}

function recordsOf(zone: HostedZone, name: string, type: string): RecordSet[] {
  const named = zone.records.filter((record) => record.name === name);
  const ofType = named.filter((record) => record.type === type);
  return ofType.length > 0 ? ofType : named.filter((record) => record.type === 'CNAME');
}

/** The name that is asked next. */
function leadsTo(record: RecordSet, zone: HostedZone, type: string): string | undefined {
  if (record.alias !== undefined) {
    return record.alias.zoneId === zone.id ? record.alias.dnsName : undefined;
  }
  return record.type === 'CNAME' && type !== 'CNAME' ? record.values[0] : undefined;
}

interface Judging {
  readonly zone: HostedZone;
  readonly region: Region;
  readonly healthOf: HealthOf;
}

/** A record set without a check is healthy; an alias to others of its zone can be as healthy as these. */
async function isHealthy(record: RecordSet, judging: Judging, depth: number): Promise<boolean> {
  const { zone, region, healthOf } = judging;
  const { alias, healthCheckId, type } = record;
  const checked = healthCheckId === undefined || (await healthOf(region, healthCheckId));
  if (!checked || alias?.evaluateTargetHealth !== true || alias.zoneId !== zone.id || depth === 0) {
    return checked;
  }
  const targets = recordsOf(zone, alias.dnsName, type);
  const healthy = await Promise.all(targets.map((each) => isHealthy(each, judging, depth - 1)));
  return healthy.includes(true);
}
