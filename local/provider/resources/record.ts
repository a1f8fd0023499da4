import type { Change, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import type { AwsRegion } from '../aws-region.ts';
import { isSame } from '../equality.ts';
import { ProviderError, unlessMissing } from '../errors.ts';
import { isObject, type Properties } from '../properties.ts';
import { defineResource, type Live } from '../resource.ts';
import { policyOf, policyShape, readPolicies } from './record-policies.ts';

const schema = z.strictObject({
  aliases: z
    .array(
      z.strictObject({ evaluateTargetHealth: z.boolean(), name: z.string(), zoneId: z.string() }),
    )
    .optional(),
  allowOverwrite: z.boolean().optional(),
  healthCheckId: z.string().optional(),
  name: z.string(),
  records: z.array(z.string()).optional(),
  setIdentifier: z.string().optional(),
  ttl: z.number().optional(),
  type: z.string(),
  zoneId: z.string(),
  ...policyShape,
});
type Inputs = z.output<typeof schema>;

/** `aws:route53/record:Record`. Its id is `ZONE_NAME_TYPE`, and `ZONE_NAME_TYPE_IDENTIFIER` with a routing policy. */
export const record = defineResource({
  title: 'record',
  schema,
  outputs: ['fqdn'],
  replaceOn: ['name', 'type', 'zoneId'],
  notReadable: ['allowOverwrite'],
  equivalent: { aliases: sameButDots, name: sameButDots, records: sameButDots },

  async create(region, inputs) {
    const { zoneId, name, type, setIdentifier, allowOverwrite } = inputs;
    const Action = allowOverwrite === true ? 'UPSERT' : 'CREATE';
    await send(region, zoneId, [{ Action, ResourceRecordSet: recordSetOf(inputs) }]);
    return [zoneId, withoutDot(name), type, setIdentifier].filter(Boolean).join('_');
  },

  async read(region, id, known): Promise<Live | undefined> {
    const key = keyOf(id, known);
    const { zoneId, name, type } = key;
    const live = await findRecord(region, key);
    if (live === undefined) {
      return undefined;
    }
    const { AliasTarget, ResourceRecords = [], SetIdentifier, HealthCheckId, TTL } = live;
    return {
      id,
      properties: {
        ...{ zoneId, name, type, fqdn: name, ...(TTL !== undefined && { ttl: TTL }) },
        ...(SetIdentifier !== undefined && { setIdentifier: SetIdentifier }),
        ...(HealthCheckId !== undefined && { healthCheckId: HealthCheckId }),
        ...readPolicies(live),
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

  /** Another identifier is another record set: it takes the place of the old one in one batch. */
  async update(region, id, { inputs, changed, state }) {
    const before = changed.has('setIdentifier')
      ? await findRecord(region, keyOf(id, state))
      : undefined;
    await send(region, inputs.zoneId, [
      ...(before === undefined ? [] : [{ Action: 'DELETE' as const, ResourceRecordSet: before }]),
      { Action: 'UPSERT', ResourceRecordSet: recordSetOf(inputs) },
    ]);
  },

  async delete(region, id, state) {
    const key = keyOf(id, state);
    const live = await findRecord(region, key);
    if (live !== undefined) {
      await send(region, key.zoneId, [{ Action: 'DELETE', ResourceRecordSet: live }]);
    }
  },
});

function recordSetOf(inputs: Inputs): ResourceRecordSet {
  const { name, type, ttl, records, aliases: [alias] = [], setIdentifier, healthCheckId } = inputs;
  return {
    ...{ Name: name, Type: type as RRType, TTL: ttl },
    ...{ SetIdentifier: setIdentifier, HealthCheckId: healthCheckId },
    ...policyOf(inputs),
    ...(records && { ResourceRecords: records.map((Value) => ({ Value })) }),
    ...(alias && {
      AliasTarget: {
        HostedZoneId: alias.zoneId,
        DNSName: alias.name,
        EvaluateTargetHealth: alias.evaluateTargetHealth,
      },
    }),
  };
}

async function send(region: AwsRegion, HostedZoneId: string, Changes: Change[]): Promise<void> {
  const { ChangeResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const client = await region.route53;
  await client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }),
  );
}

interface RecordKey {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | undefined;
}

async function findRecord(
  region: AwsRegion,
  { zoneId, name, type, setIdentifier }: RecordKey,
): Promise<ResourceRecordSet | undefined> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const client = await region.route53;
  const live = await unlessMissing(
    client.send(
      new ListResourceRecordSetsCommand({
        ...{ HostedZoneId: zoneId, MaxItems: 1 },
        ...{ StartRecordName: name, StartRecordType: type as RRType },
        StartRecordIdentifier: setIdentifier,
      }),
    ),
  );
  const [found] = live?.ResourceRecordSets ?? [];
  const isIt =
    found?.Type === type &&
    found.SetIdentifier === setIdentifier &&
    withoutDot(found.Name ?? '') === withoutDot(name);
  return isIt ? found : undefined;
}

/** State knows another identifier than the id once that was changed. */
function keyOf(id: string, known: Properties): RecordKey {
  const [, zoneId, name, type, ofId] = /^([^_]+)_(.+?)_([A-Z]+)(?:_(.+))?$/.exec(id) ?? [];
  if (zoneId === undefined || name === undefined || type === undefined) {
    throw new ProviderError(
      `"${id}" is not the id of a record: expected ZONE_NAME_TYPE or ZONE_NAME_TYPE_IDENTIFIER`,
    );
  }
  const setIdentifier = typeof known.type === 'string' ? known.setIdentifier : ofId;
  return {
    ...{ zoneId, name, type },
    setIdentifier: typeof setIdentifier === 'string' ? setIdentifier : undefined,
  };
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
