import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import test from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { testEmbedded } from '../../_helpers/embedded-only.ts';
import { change, makeZone, recordsOf } from './_zone.ts';

function address(Name: string, ...values: string[]): ResourceRecordSet {
  return { Name, Type: 'A', TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

test('records are made, set and deleted, and listed by labels from the last', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const create = (record: ResourceRecordSet) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: record,
  });
  await change(
    route53,
    id,
    create(address(`b.${name}`, '192.0.2.1', '192.0.2.2')),
    create(address(`x.a.${name}`, '192.0.2.3')),
  );
  await change(route53, id, {
    Action: 'UPSERT',
    ResourceRecordSet: address(`B.${name}.`, '192.0.2.9'),
  });
  const own = (await recordsOf(route53, id)).filter(({ Type }) => Type === 'A');
  t.deepEqual(own, [address(`x.a.${name}.`, '192.0.2.3'), address(`b.${name}.`, '192.0.2.9')]);
  const wrong = address(`b.${name}`, '192.0.2.1');
  await failsWith(
    t,
    () => change(route53, id, { Action: 'DELETE', ResourceRecordSet: wrong }),
    'InvalidChangeBatch',
    400,
    /do not match the current values/,
  );
  await change(route53, id, {
    Action: 'DELETE',
    ResourceRecordSet: address(`b.${name}`, '192.0.2.9'),
  });
  t.is((await recordsOf(route53, id)).length, 3);
});

test('a zone keeps its name servers and its start of authority', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id } = await makeZone(t, route53);
  const own = await recordsOf(route53, id);
  const message = { SOA: /exactly one SOA record/, NS: /at least one NS record/ };
  for (const [type, expected] of Object.entries(message)) {
    const ResourceRecordSet = own.find(({ Type }) => Type === type);
    await failsWith(
      t,
      () => change(route53, id, { Action: 'DELETE', ResourceRecordSet }),
      'InvalidChangeBatch',
      400,
      expected,
    );
    const changed = { ...ResourceRecordSet, TTL: 60 } as ResourceRecordSet;
    await change(route53, id, { Action: 'UPSERT', ResourceRecordSet: changed });
  }
  t.deepEqual(
    (await recordsOf(route53, id)).map(({ TTL }) => TTL),
    [60, 60],
  );
});

test('a batch is done whole or not at all, and tells every problem', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const there = address(`there.${name}`, '192.0.2.1');
  await change(route53, id, { Action: 'CREATE', ResourceRecordSet: there });
  const error = await t.throwsAsync(
    change(
      route53,
      id,
      { Action: 'CREATE', ResourceRecordSet: address(`good.${name}`, '192.0.2.1') },
      { Action: 'CREATE', ResourceRecordSet: there },
      { Action: 'DELETE', ResourceRecordSet: address(`missing.${name}`, '192.0.2.1') },
      { Action: 'CREATE', ResourceRecordSet: address('elsewhere.example.', '192.0.2.1') },
      { Action: 'CREATE', ResourceRecordSet: address(`bad.${name}`, 'not an address') },
    ),
    { name: 'InvalidChangeBatch' },
  );
  for (const problem of [
    /there\..*already exists/,
    /missing\..*was not found/,
    /elsewhere\.example\. is not permitted in zone/,
    /ARRDATAIllegalIPv4Address/,
  ]) {
    t.regex(error.message, problem);
  }
  t.is((await recordsOf(route53, id)).length, 3);
});

test('a CNAME stands alone, and not at the zone’s own name', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const canonical = (Name: string): ResourceRecordSet => ({
    ...{ Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: 'other.example' }] },
  });
  const create = (record: ResourceRecordSet) =>
    change(route53, id, { Action: 'CREATE', ResourceRecordSet: record });
  await create(address(`a.${name}`, '192.0.2.1'));
  await failsWith(t, () => create(canonical(`a.${name}`)), 'InvalidChangeBatch', 400, /conflicts/);
  await failsWith(t, () => create(canonical(name)), 'InvalidChangeBatch', 400, /at apex/);
});

const regional = { HostedZoneId: 'ZLY8HYME6SFDD', EvaluateTargetHealth: false };

test('an alias leads to a name of the zone that it says', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const create = (HostedZoneId: string, DNSName: string, Type: 'A' | 'AAAA' = 'A') =>
    change(route53, id, {
      Action: 'CREATE',
      ResourceRecordSet: {
        ...{ Name: `api.${name}`, Type },
        AliasTarget: { ...regional, HostedZoneId, DNSName },
      },
    });
  const target = 'd-abc123.execute-api.eu-west-1.amazonaws.com';
  await failsWith(
    t,
    () => create(regional.HostedZoneId, 'd-abc123.execute-api.us-east-1.amazonaws.com'),
    'InvalidChangeBatch',
    400,
    /does not lie within the target zone/,
  );
  await failsWith(t, () => create('ZNOWHERE', target), 'InvalidChangeBatch', 400, /was not found/);
  await failsWith(t, () => create(id, `other.${name}`), 'InvalidChangeBatch', 400, /not found/);
  await create(regional.HostedZoneId, target);
  await create(regional.HostedZoneId, target, 'AAAA');
  const aliases = (await recordsOf(route53, id)).filter(({ AliasTarget }) => AliasTarget);
  t.deepEqual(
    aliases.map(({ Type, AliasTarget }) => [Type, AliasTarget?.DNSName]),
    [
      ['A', `${target}.`],
      ['AAAA', `${target}.`],
    ],
  );
});

testEmbedded('a routing policy that is not modelled is refused by its name', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const record = { ...address(`a.${name}`, '192.0.2.1'), SetIdentifier: 'one' };
  const many = { ...record, MultiValueAnswer: true };
  await t.throwsAsync(change(route53, id, { Action: 'CREATE', ResourceRecordSet: many }), {
    name: 'NotImplemented',
    message: /MultiValueAnswer of a resource record set is not modelled/,
  });
});
