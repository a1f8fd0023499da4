import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { copyOf } from '../by-name.ts';
import type { RestOperation, RestRequest } from '../operation.ts';
import type { Region } from '../region.ts';
import { operation } from '../rest/operation.ts';
import { submit } from './changes.ts';
import { invalidBatch, invalidInput } from './errors.ts';
import { requireZone, verifyHealthCheck } from './lookup.ts';
import { canonicalName, listingKey } from './names.ts';
import { policyMembers, readPolicy } from './policies.ts';
import { recordProblem } from './record-rules.ts';
import { flag, listOf, parseBody } from './request.ts';
import type { HostedZone, RecordSet } from './state.ts';
import { recordView } from './views.ts';

const path = '/2013-04-01/hostedzone/{Id}/rrset';

const types = ['A', 'AAAA', 'CAA', 'CNAME', 'DS', 'MX', 'NAPTR', 'NS', 'PTR', 'SOA', 'SPF'].concat([
  'SRV',
  'TXT',
]);

const recordBody = z.looseObject({
  Name: z.string().min(1).max(1024),
  Type: z.enum(types),
  TTL: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  ResourceRecords: listOf('ResourceRecord', z.object({ Value: z.string().max(4000) })),
  AliasTarget: z
    .object({ HostedZoneId: z.string(), DNSName: z.string(), EvaluateTargetHealth: flag })
    .optional(),
  ...policyMembers,
});

const change = z.object({
  Action: z.enum(['CREATE', 'DELETE', 'UPSERT']),
  ResourceRecordSet: recordBody,
});

const changeBody = z.object({
  ChangeBatch: z.object({ Changes: listOf('Change', change) }),
});

/** The record sets of a zone. */
export const recordOperations: readonly RestOperation[] = [
  operation('ChangeResourceRecordSets', `POST ${path}`, (request, region) => {
    const zone = requireZone(request, region);
    const { Changes } = parseBody(request, changeBody).ChangeBatch;
    if (Changes.length === 0) {
      throw invalidInput('Invalid request: the change batch has no changes');
    }
    zone.records = applied(zone, Changes, region);
    return { body: { ChangeResourceRecordSetsResponse: submit(region) } };
  }),
  operation('ListResourceRecordSets', `GET ${path}`, (request, region) => ({
    body: { ListResourceRecordSetsResponse: listRecords(request, requireZone(request, region)) },
  })),
];

/** The records as a whole batch leaves them. @throws {AwsError} `InvalidChangeBatch` 400, with every problem */
function applied(
  zone: HostedZone,
  changes: readonly z.infer<typeof change>[],
  region: Region,
): RecordSet[] {
  let records = copyOf(zone.records);
  const problems: string[] = [];
  for (const { Action, ResourceRecordSet } of changes) {
    const record = toRecord(Action, ResourceRecordSet);
    if (Action !== 'DELETE') {
      verifyHealthCheck(record, region);
    }
    const { name, type, setIdentifier } = record;
    const isSame = (other: RecordSet) =>
      other.name === name && other.type === type && other.setIdentifier === setIdentifier;
    const before = records.find(isSame);
    const others = records.filter((other) => !isSame(other));
    const problem = changeProblem(Action, record, before) ?? problemWith(Action, record, others);
    if (problem !== undefined) {
      problems.push(problem);
    } else {
      records = Action === 'DELETE' ? others : [...others, record];
    }
  }
  problems.push(...apexProblems(records, zone));
  if (problems.length > 0) {
    throw invalidBatch(problems);
  }
  return records;

  function problemWith(action: string, record: RecordSet, others: readonly RecordSet[]) {
    return action === 'DELETE' ? undefined : recordProblem(record, zone, others, region);
  }
}

/** A zone keeps its own name servers and its start of authority, which can be set but not deleted. */
function apexProblems(records: readonly RecordSet[], zone: HostedZone): string[] {
  const has = (type: string): boolean =>
    records.some((record) => record.name === zone.name && record.type === type);
  return [
    ...(has('SOA') ? [] : ['A HostedZone must contain exactly one SOA record.']),
    ...(has('NS') ? [] : ['A HostedZone must contain at least one NS record for the zone itself.']),
  ];
}

function changeProblem(
  action: 'CREATE' | 'DELETE' | 'UPSERT',
  record: RecordSet,
  before: RecordSet | undefined,
): string | undefined {
  const { name, type, setIdentifier } = record;
  const set = setIdentifier === undefined ? '' : `, set-identifier='${setIdentifier}'`;
  const which = `resource record set [name='${name}', type='${type}'${set}]`;
  if (action === 'CREATE' && before !== undefined) {
    return `Tried to create ${which} but it already exists`;
  }
  if (action === 'DELETE' && before === undefined) {
    return `Tried to delete ${which} but it was not found`;
  }
  return action === 'DELETE' &&
    before !== undefined &&
    !isDeepStrictEqual(recordView(before), recordView(record))
    ? `Tried to delete ${which} but the values provided do not match the current values`
    : undefined;
}

/** @throws {AwsError} `InvalidInput` 400 for a policy that says too little or too much */
function toRecord(action: string, body: z.infer<typeof recordBody>): RecordSet {
  const { Name, Type, TTL, ResourceRecords, AliasTarget } = body;
  return {
    name: canonicalName(Name),
    type: Type,
    ...(TTL === undefined ? {} : { ttl: TTL }),
    values: ResourceRecords.map(({ Value }) => Value),
    ...(AliasTarget === undefined
      ? {}
      : {
          alias: {
            zoneId: AliasTarget.HostedZoneId,
            dnsName: canonicalName(AliasTarget.DNSName),
            evaluateTargetHealth: AliasTarget.EvaluateTargetHealth,
          },
        }),
    ...readPolicy(body, `Action=${action}, Name=${Name}, Type=${Type}`),
  };
}

const maxItems = 300;

function listRecords({ query }: RestRequest, zone: HostedZone): Record<string, unknown> {
  const limit = Math.min(Number(query.get('maxitems') ?? maxItems), maxItems);
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidInput('Invalid value for maxitems');
  }
  const name = query.get('name');
  const from =
    name === null
      ? ''
      : keyOf({
          name: canonicalName(name),
          type: query.get('type') ?? '',
          setIdentifier: query.get('identifier') ?? '',
        });
  const sorted = [...zone.records].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const rest = sorted.filter((record) => compare(keyOf(record), from) >= 0);
  const next = rest[limit];
  return {
    ResourceRecordSets: { ResourceRecordSet: rest.slice(0, limit).map(recordView) },
    IsTruncated: next !== undefined,
    MaxItems: limit,
    ...(next && {
      NextRecordName: next.name,
      NextRecordType: next.type,
      NextRecordIdentifier: next.setIdentifier,
    }),
  };
}

function keyOf({
  name,
  type,
  setIdentifier = '',
}: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): string {
  return `${listingKey(name)} ${type} ${setIdentifier}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
