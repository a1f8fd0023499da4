import { GetBasePathMappingCommand, GetDomainNameCommand } from '@aws-sdk/client-api-gateway';
import { ListResourceRecordSetsCommand, type RRType } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import { carries } from '../../stack/stack-tag.ts';
import { TakenNameError, unlessMissing, type Found, type Planned, type Search } from './planned.ts';

const domainInputs = z.object({ domainName: z.string() });

/** @throws {TakenNameError} when the domain is another stack's, whose callers would be led elsewhere */
export async function findDomainName(
  { apiGateway, tag }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const { domainName } = domainInputs.parse(inputs);
  const live = await unlessMissing(apiGateway.send(new GetDomainNameCommand({ domainName })));
  if (live !== undefined && !carries(live.tags, tag)) {
    const arn = live.domainNameArn ?? `arn:aws:apigateway:REGION::/domainnames/${domainName}`;
    throw new TakenNameError(
      `domain name ${domainName}`,
      tag,
      `aws apigateway tag-resource --resource-arn ${arn} --tags ${tag.key}=${tag.value}`,
      'domain',
    );
  }
  return live && { id: domainName };
}

const mappingInputs = z.object({ domainName: z.string(), basePath: z.string().default('') });

/** A mapping is this stack's as its domain is. */
export async function findBasePathMapping(
  { apiGateway }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = mappingInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { domainName, basePath } = planned.data;
  const key = { domainName, basePath: basePath === '' ? '(none)' : basePath };
  const live = await unlessMissing(apiGateway.send(new GetBasePathMappingCommand(key)));
  return live && { id: `${domainName}/${basePath}` };
}

const recordInputs = z.object({
  zoneId: z.string(),
  name: z.string(),
  type: z.string(),
  setIdentifier: z.string().optional(),
  aliases: z.array(z.object({ name: z.string() })).length(1),
});

/** Records have no tags: one that leads to this stack's domain already is its own, any other is left alone. */
export async function findRecord(
  { route53 }: Search,
  { inputs }: Planned,
): Promise<Found | undefined> {
  const planned = recordInputs.safeParse(inputs);
  if (!planned.success) {
    return undefined;
  }
  const { zoneId, name, type, setIdentifier, aliases } = planned.data;
  const { ResourceRecordSets: [live] = [] } = await route53.send(
    new ListResourceRecordSetsCommand({
      ...{ HostedZoneId: zoneId, StartRecordName: name, MaxItems: 1 },
      StartRecordType: type as RRType,
      StartRecordIdentifier: setIdentifier,
    }),
  );
  const isOurs =
    live?.Type === type &&
    live.SetIdentifier === setIdentifier &&
    isSameName(live.Name, name) &&
    isSameName(live.AliasTarget?.DNSName, aliases[0]?.name);
  const id = [zoneId, name, type, setIdentifier].filter(Boolean).join('_');
  return isOurs ? { id } : undefined;
}

/** Route 53 writes names with a dot at the end. */
function isSameName(one: string | undefined, other: string | undefined): boolean {
  const plain = (name: string | undefined) => name?.toLowerCase().replace(/\.$/, '');
  return one !== undefined && plain(one) === plain(other);
}
