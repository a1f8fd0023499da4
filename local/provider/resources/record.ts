import type { ChangeAction, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isSame } from '../equality.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import { isObject } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';

const schema = z.strictObject({
  aliases: z
    .array(
      z.strictObject({ evaluateTargetHealth: z.boolean(), name: z.string(), zoneId: z.string() }),
    )
    .optional(),
  allowOverwrite: z.boolean().optional(),
  name: z.string(),
  records: z.array(z.string()).optional(),
  ttl: z.number().optional(),
  type: z.string(),
  zoneId: z.string(),
});
type Inputs = z.output<typeof schema>;

/** `aws:route53/record:Record`, without routing policies. Its id is `ZONE_NAME_TYPE`. */
export const record = defineResource({
  title: 'record',
  schema,
  outputs: ['fqdn'],
  replaceOn: ['name', 'type', 'zoneId'],
  notReadable: ['allowOverwrite'],
  equivalent: { aliases: sameButDots, name: sameButDots, records: sameButDots },

  async create(region, inputs) {
    await change(region, inputs, inputs.allowOverwrite === true ? 'UPSERT' : 'CREATE');
    return `${inputs.zoneId}_${withoutDot(inputs.name)}_${inputs.type}`;
  },

  async read(region, id): Promise<Live | undefined> {
    const { zoneId, name, type } = partsOf(id);
    const live = await findRecord(region, zoneId, name, type);
    if (live === undefined) {
      return undefined;
    }
    const { AliasTarget, ResourceRecords = [], TTL } = live;
    return {
      id,
      properties: {
        ...{ zoneId, name, type, fqdn: name, ...(TTL !== undefined && { ttl: TTL }) },
        ...(AliasTarget === undefined
          ? { records: ResourceRecords.map(({ Value }) => Value) }
          : {
              aliases: [
                {
                  evaluateTargetHealth: AliasTarget.EvaluateTargetHealth ?? false,
                  name: withoutDot(AliasTarget.DNSName ?? ''),
                  zoneId: AliasTarget.HostedZoneId,
                },
              ],
            }),
      },
    };
  },

  async update(region, _id, { inputs }) {
    await change(region, inputs, 'UPSERT');
  },

  async delete(region, id) {
    const { zoneId, name, type } = partsOf(id);
    const live = await findRecord(region, zoneId, name, type);
    if (live !== undefined) {
      await send(region, zoneId, 'DELETE', live);
    }
  },
});

function change(region: AwsRegion, inputs: Inputs, action: ChangeAction): Promise<void> {
  const { name, type, ttl, records, aliases: [alias] = [] } = inputs;
  return send(region, inputs.zoneId, action, {
    ...{ Name: name, Type: type as RRType, TTL: ttl },
    ...(records && { ResourceRecords: records.map((Value) => ({ Value })) }),
    ...(alias && {
      AliasTarget: {
        HostedZoneId: alias.zoneId,
        DNSName: alias.name,
        EvaluateTargetHealth: alias.evaluateTargetHealth,
      },
    }),
  });
}

async function send(
  region: AwsRegion,
  HostedZoneId: string,
  Action: ChangeAction,
  record: ResourceRecordSet,
): Promise<void> {
  const { ChangeResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const client = await region.route53;
  const ChangeBatch = { Changes: [{ Action, ResourceRecordSet: record }] };
  await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
}

async function findRecord(
  region: AwsRegion,
  HostedZoneId: string,
  name: string,
  type: string,
): Promise<ResourceRecordSet | undefined> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const client = await region.route53;
  const from = { StartRecordName: name, StartRecordType: type as RRType, MaxItems: 1 };
  const live = await unlessMissing(
    client.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...from })),
  );
  const [found] = live?.ResourceRecordSets ?? [];
  return found?.Type === type && withoutDot(found.Name ?? '') === withoutDot(name)
    ? found
    : undefined;
}

function partsOf(id: string) {
  const [, zoneId, name, type] = /^([^_]+)_(.+)_([A-Z]+)$/.exec(id) ?? [];
  if (zoneId === undefined || name === undefined || type === undefined) {
    throw new ProviderError(`"${id}" is not the id of a record: expected ZONE_NAME_TYPE`);
  }
  return { zoneId, name, type };
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Route 53 writes names with a dot at the end. */
function sameButDots(one: unknown, other: unknown): boolean {
  return isSame(withoutDots(one), withoutDots(other));
}

function withoutDots(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDots);
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutDots(part)]));
  }
  return typeof value === 'string' ? withoutDot(value) : value;
}
