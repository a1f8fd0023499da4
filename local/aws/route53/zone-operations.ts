import { z } from 'zod';
import { byName } from '../by-name.ts';
import { AwsError } from '../errors.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { operation } from '../rest/operation.ts';
import { submit } from './changes.ts';
import { invalidInput, zoneExists, zoneNotEmpty } from './errors.ts';
import { newId } from './ids.ts';
import { requireZone } from './lookup.ts';
import { canonicalName, listingKey } from './names.ts';
import { flag, parseBody } from './request.ts';
import type { HostedZone } from './state.ts';
import { nameServers, placesView, zoneView } from './views.ts';

const createBody = z.object({
  Name: z.string().min(1).max(1024),
  CallerReference: z.string().min(1).max(128),
  HostedZoneConfig: z
    .object({ Comment: z.string().max(256).optional(), PrivateZone: flag.optional() })
    .optional(),
  VPC: z.object({ VPCRegion: z.string(), VPCId: z.string() }).optional(),
});

/** Zones, public ones and those of VPCs. */
export const zoneOperations: readonly RestOperation[] = [
  operation('CreateHostedZone', 'POST /2013-04-01/hostedzone', createZone),
  operation('GetHostedZone', 'GET /2013-04-01/hostedzone/{Id}', (request, region) => {
    const zone = requireZone(request, region);
    return { body: { GetHostedZoneResponse: { HostedZone: zoneView(zone), ...placesView(zone) } } };
  }),
  operation('ListHostedZones', 'GET /2013-04-01/hostedzone', (request, region) => {
    const { page, limit, next } = pageOf(zonesOf(region), request, request.query.get('marker'));
    return {
      body: {
        ListHostedZonesResponse: {
          HostedZones: { HostedZone: page.map(zoneView) },
          IsTruncated: next !== undefined,
          MaxItems: limit,
          NextMarker: next?.id,
        },
      },
    };
  }),
  operation('ListHostedZonesByName', 'GET /2013-04-01/hostedzonesbyname', listByName),
  operation('DeleteHostedZone', 'DELETE /2013-04-01/hostedzone/{Id}', (request, region) => {
    const zone = requireZone(request, region);
    const isRequired = ({ name, type }: { name: string; type: string }) =>
      name === zone.name && ['NS', 'SOA'].includes(type);
    if (!zone.records.every(isRequired)) {
      throw zoneNotEmpty();
    }
    Reflect.deleteProperty(region.state.route53.zones, zone.id);
    return { body: { DeleteHostedZoneResponse: submit(region) } };
  }),
];

function createZone(request: RestRequest, region: Region) {
  const body = parseBody(request, createBody);
  const { zones } = region.state.route53;
  const name = canonicalName(body.Name);
  if (!/^([a-z0-9_-]{1,63}\.)+$/.test(name)) {
    throw new AwsError('InvalidDomainName', 400, `The domain name ${body.Name} is not valid`);
  }
  if (body.HostedZoneConfig?.PrivateZone === true && body.VPC === undefined) {
    throw invalidInput('A private hosted zone needs a VPC');
  }
  if (Object.values(zones).some((zone) => zone.callerReference === body.CallerReference)) {
    throw zoneExists(body.CallerReference);
  }
  const id = newId('Z');
  const comment = body.HostedZoneConfig?.Comment;
  const servers = nameServers({ id });
  const zone: HostedZone = {
    ...{ id, name, callerReference: body.CallerReference, tags: byName() },
    ...(comment === undefined ? {} : { comment }),
    vpcs: body.VPC === undefined ? [] : [{ id: body.VPC.VPCId, region: body.VPC.VPCRegion }],
    records: [
      { name, type: 'NS', ttl: 172_800, values: servers.map((server) => `${server}.`) },
      {
        ...{ name, type: 'SOA', ttl: 900 },
        values: [`${servers[0] ?? ''}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
      },
    ],
  };
  zones[id] = zone;
  return {
    status: 201,
    headers: { location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${id}` },
    body: {
      CreateHostedZoneResponse: {
        HostedZone: zoneView(zone),
        ...submit(region),
        ...placesView(zone),
      },
    },
  };
}

function listByName(request: RestRequest, region: Region) {
  const given = request.query.get('dnsname');
  const from = given === null ? '' : listingKey(canonicalName(given));
  const rest = zonesOf(region).filter(({ name }) => listingKey(name) >= from);
  const { page, limit, next } = pageOf(rest, request, request.query.get('hostedzoneid'));
  return {
    body: {
      ListHostedZonesByNameResponse: {
        HostedZones: { HostedZone: page.map(zoneView) },
        DNSName: given ?? undefined,
        HostedZoneId: request.query.get('hostedzoneid') ?? undefined,
        IsTruncated: next !== undefined,
        NextDNSName: next?.name,
        NextHostedZoneId: next?.id,
        MaxItems: limit,
      },
    },
  };
}

function zonesOf(region: Region): HostedZone[] {
  const keyOf = ({ name, id }: HostedZone) => `${listingKey(name)} ${id}`;
  return Object.values(region.state.route53.zones).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const maxItems = 100;

/** @param first id of the zone that the page begins with, where it is not the first one */
function pageOf(zones: readonly HostedZone[], { query }: RestRequest, first: string | null) {
  const limit = Math.min(Number(query.get('maxitems') ?? maxItems), maxItems);
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidInput('Invalid value for maxitems');
  }
  const start =
    first === null
      ? 0
      : Math.max(
          0,
          zones.findIndex(({ id }) => id === first),
        );
  return { limit, page: zones.slice(start, start + limit), next: zones[start + limit] };
}
