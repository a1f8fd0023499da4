import { randomUUID } from 'node:crypto';

import {
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
} from '@aws-sdk/client-route-53';
import test from 'ava';

import { failsWith } from '../../_helpers/aws-errors.ts';
import { startEmbedded } from '../../_helpers/embedded.ts';
import { change, makeZone, recordsOf } from './_zone.ts';

test('a zone has its name servers, and is in the lists by name', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const CallerReference = randomUUID();
  const Name = `${CallerReference}.test`;
  const made = await route53.send(new CreateHostedZoneCommand({ Name, CallerReference }));
  const Id = made.HostedZone?.Id ?? '';
  t.teardown(() => route53.send(new DeleteHostedZoneCommand({ Id })));
  t.regex(Id, /^\/hostedzone\/Z\w+$/);
  t.is(made.DelegationSet?.NameServers?.length, 4);
  t.is(made.HostedZone?.Config?.PrivateZone, false);
  const submitted = await route53.send(new GetChangeCommand({ Id: made.ChangeInfo?.Id }));
  t.true(['PENDING', 'INSYNC'].includes(submitted.ChangeInfo?.Status ?? ''));

  const read = await route53.send(new GetHostedZoneCommand({ Id }));
  t.like(read.HostedZone, { Id, Name: `${Name}.`, ResourceRecordSetCount: 2 });
  t.deepEqual(read.DelegationSet?.NameServers, made.DelegationSet?.NameServers);
  const { HostedZones } = await route53.send(new ListHostedZonesByNameCommand({ DNSName: Name }));
  t.is(HostedZones?.[0]?.Id, Id);
  const all = await route53.send(new ListHostedZonesCommand({}));
  t.true(all.HostedZones?.some((zone) => zone.Id === Id));
  const again = new CreateHostedZoneCommand({ Name, CallerReference });
  await failsWith(t, () => route53.send(again), 'HostedZoneAlreadyExists', 409);
});

test('a private zone says its VPC, and that it is private', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { HostedZone, VPC } = await route53.send(
    new CreateHostedZoneCommand({
      ...{ Name: `${randomUUID()}.test`, CallerReference: randomUUID() },
      VPC: { VPCId: 'vpc-1', VPCRegion: 'eu-west-1' },
      HostedZoneConfig: { Comment: 'inside', PrivateZone: true },
    }),
  );
  t.deepEqual(HostedZone?.Config, { Comment: 'inside', PrivateZone: true });
  const read = await route53.send(new GetHostedZoneCommand({ Id: HostedZone?.Id }));
  t.deepEqual(read.VPCs, [{ VPCId: 'vpc-1', VPCRegion: 'eu-west-1' }]);
  t.is(VPC, undefined);
  await route53.send(new DeleteHostedZoneCommand({ Id: HostedZone?.Id }));
});

test('a zone with records of its own is not deleted', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  const { id, name } = await makeZone(t, route53);
  const record = {
    ...{ Name: `a.${name}`, Type: 'A' as const, TTL: 60 },
    ResourceRecords: [{ Value: '192.0.2.1' }],
  };
  await change(route53, id, { Action: 'CREATE', ResourceRecordSet: record });
  await failsWith(
    t,
    () => route53.send(new DeleteHostedZoneCommand({ Id: id })),
    'HostedZoneNotEmpty',
    400,
  );
  t.is((await recordsOf(route53, id)).length, 3);
});

test('what is not there is told by its name', async (t) => {
  const { route53 } = (await startEmbedded(t)).clients;
  await failsWith(
    t,
    () => route53.send(new GetHostedZoneCommand({ Id: 'ZNONE' })),
    'NoSuchHostedZone',
    404,
    /No hosted zone found with ID: ZNONE/,
  );
  await failsWith(
    t,
    () => route53.send(new GetChangeCommand({ Id: 'CNONE' })),
    'NoSuchChange',
    404,
  );
});
